using System.Text.Json;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Function;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

public sealed class PayloadOfTheFunction
{
    [Theory]
    [InlineData("""{"dir":"imgs"}""", ShrinkOnLoad.Near)]
    [InlineData("""{"dir":"imgs","exact":false,"fast":false}""", ShrinkOnLoad.Near)]
    [InlineData("""{"dir":"imgs","exact":true}""", ShrinkOnLoad.Exact)]
    [InlineData("""{"dir":"imgs","fast":true}""", ShrinkOnLoad.Fast)]
    public void SaysHowNearTheExactResultIsToBe(string payload, ShrinkOnLoad asked) =>
        Assert.Equal(asked, Read(payload).Spec().ShrinkOnLoad);

    [Fact]
    public void IsRefusedWhereItAsksForBothExactAndFast()
    {
        var refusal = Assert.Throws<UsageException>(Read("""{"dir":"imgs","exact":true,"fast":true}""").Spec);

        Assert.StartsWith("exact and fast exclude each other; give one, or neither", refusal.Message, StringComparison.Ordinal);
    }

    private static SubmitPayload Read(string payload) => JsonSerializer.Deserialize(payload, FunctionJson.Default.SubmitPayload)!;
}
