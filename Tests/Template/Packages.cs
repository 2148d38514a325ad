using System.Text.RegularExpressions;
using ImgCompress.Tests.Fixtures;
using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed partial class Packages
{
    private static readonly string Script = Repository.Read("package.sh");

    [Theory]
    [InlineData("WorkerFunction")]
    [InlineData("EnqueuerFunction")]
    public void AreWhatTheFunctionsAreMadeOf(string function)
    {
        var properties = Properties(function);
        var built = Assert.Single(
            Builds().Matches(Script), build => $"artifacts/{build.Groups["name"].Value}/" == Text(properties["CodeUri"]));
        Assert.Equal(built.Groups["program"].Value, Text(properties["Handler"]));
        Assert.Equal(built.Groups["program"].Value, Repository.AssemblyName(built.Groups["project"].Value));
    }

    [Fact]
    public void RunOnTheManagedRuntimeOfTheirArchitecture()
    {
        var globals = Root["Globals"]!["Function"]!;
        Assert.Equal("dotnet10", Text(globals["Runtime"]));
        Assert.Equal("Architecture", Referred(Assert.Single(Several(globals["Architectures"]))));
        Assert.Equal(
            Several(Parameters["Architecture"]!["AllowedValues"]).Select(Text),
            Architectures().Matches(Script).Select(match => match.Groups["name"].Value));
    }

    [GeneratedRegex(@"^build (?<name>\S+) (?<project>\S+) (?<program>\S+)$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Builds();

    [GeneratedRegex(@"^  (?<name>\w+)\) rid=", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Architectures();
}
