using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

[Trait("Speed", "Slow")]
public sealed class BadInputs(RunOverBadInputs run) : IClassFixture<RunOverBadInputs>
{
    [Theory]
    [InlineData("empty.jpg", "not-an-image")]
    [InlineData("text.jpg", "not-an-image")]
    [InlineData("cut.jpg", "corrupt")]
    [InlineData("cut.png", "corrupt")]
    [InlineData("cut.gif", "corrupt")]
    [InlineData("huge.jpg", "too-large")]
    [InlineData("bomb.png", "too-large")]
    [InlineData("photo.heic", "unsupported")]
    [InlineData("hard.png", "hard-linked")]
    [InlineData("unreadable.png", "no-permission")]
    [InlineData("locked/a.png", "read-only")]
    [InlineData("fifo.png", "not-a-file")]
    [InlineData("dangling.png", "link")]
    [InlineData("outside.png", "link")]
    public async Task FailWithTheirReason(string path, string reason)
    {
        var result = await run.ResultAsync();

        string[] byNature = ["unsupported", "hard-linked", "not-a-file", "link"];
        var failure = Assert.Single(
            result.Json.GetProperty("failures").EnumerateArray(), failed => failed.GetProperty("path").GetString() == path);
        Assert.Equal(reason, failure.GetProperty("reason").GetString());
        Assert.NotEmpty(failure.GetProperty("detail").GetString()!);
        Assert.Equal(byNature.Contains(reason), failure.GetProperty("skipped").GetBoolean());
    }

    [Fact]
    public async Task StayAsTheyWere()
    {
        await run.ResultAsync();

        Assert.All(run.Before, file => Assert.Equal(file.Value, run.Directory.Read(file.Key)));
        Assert.Equal(RunOverBadInputs.Good, run.Outside);
        Assert.Empty(run.Directory.Temps());
    }

    [Fact]
    public async Task DoNotKeepTheOthersFromBeingDone()
    {
        var result = await run.ResultAsync();

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(2, result.Json.GetProperty("done").GetInt64());
        Assert.Equal(
            (9, 5), (result.Json.GetProperty("failed").GetInt64(), result.Json.GetProperty("skipped").GetInt64()));
        Assert.Equal((32, 24), Png.SizeOf(run.Directory.Read("good.png")));
        Assert.Equal(1, result.Count("systemPassedOver"));
        Assert.Equal((32, 24), Png.SizeOf(run.Directory.Read("png-by-its-bytes.jpg")));
    }
}
