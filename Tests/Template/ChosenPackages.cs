using System.Text.Json;
using Xunit;

namespace ImgCompress.Tests.Template;

/// <summary>What a program takes along, by the list of its libraries.</summary>
public sealed class ChosenPackages
{
    [Theory]
    [InlineData("img-compress")]
    [InlineData("img-compress-worker")]
    public void AreTheOnlyOnesOfTheirKind(string program)
    {
        using var list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, $"{program}.deps.json")));
        var libraries = list.RootElement.GetProperty("libraries").EnumerateObject().Select(library => library.Name.Split('/')[0]).ToList();

        Assert.Equal(
            ["NetVips", "SixLabors.ImageSharp"],
            libraries.Where(library => library is "NetVips" or "SixLabors.ImageSharp").Order(StringComparer.Ordinal));
        Assert.Equal(
            typeof(SQSEvent).Assembly == typeof(LambdaHost).Assembly
                ? []
                : ["Amazon.Lambda.Core", "Amazon.Lambda.RuntimeSupport", "Amazon.Lambda.SQSEvents"],
            libraries.Where(library => library.StartsWith("Amazon.Lambda.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }
}
