using System.Text.RegularExpressions;
using ImgCompress.Files;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Documentation;
using Xunit;

namespace ImgCompress.Tests.Documentation;

/// <summary>What <c>docs/formats.md</c> says of a format is what some test sees.</summary>
public sealed partial class FormatsDocument
{
    /// <summary>Milliseconds.</summary>
    private const int Timeout = 1000;

    private const string Held = "<!-- held by: FormatsDocument.NamesTheTestsThatHoldIt -->";

    [Fact]
    public void NamesTheTestsThatHoldIt()
    {
        var text = Repository.Read("docs/formats.md");
        Assert.InRange(Claims.In(text).Count(), 100, int.MaxValue);
        Assert.Empty(Claims.Problems(text));
    }

    [Theory]
    [InlineData("# Title\n\n- [One](#one), [Two](#two)\n\n| a | b |\n|---|---|\n| 1 | 2 HELD |")]
    [InlineData("Text,\nand more.\nHELD\n- one\n  HELD\n- two HELD")]
    [InlineData("Changed:\n\n- one HELD")]
    [InlineData("Go there. <!-- not held: advice -->")]
    [InlineData("Text. <!-- held by: FormatsDocument.NamesTheTestsThatHoldIt,\nFormatsDocument.MayBeHeld -->")]
    public void MayBeHeld(string text) => Assert.Empty(Claims.Problems(text.Replace("HELD", Held, StringComparison.Ordinal)));

    [Theory]
    [InlineData("Text.", "line 1 names no test")]
    [InlineData("# Title\n\nText,\nand more.\n\nHELD", "line 3 names no test")]
    [InlineData("- one\n- two HELD", "line 1 names no test")]
    [InlineData("Text HELD and more.", "line 1 names no test")]
    [InlineData("Text.\n- one HELD", "line 1 names no test")]
    [InlineData("| a |\n|---|\n| 1 |\n| 2 HELD |", "line 3 names no test")]
    [InlineData("- [One](#one), and more", "line 1 names no test")]
    [InlineData("Changed:\n\nText HELD", "line 1 names no test")]
    [InlineData("Text. <!-- held by: -->", "line 1 names no test")]
    [InlineData("Text. <!-- not held: -->", "line 1 names no test")]
    [InlineData("Text. <!-- held by: Nobody.Ever -->", "line 1 names a test that there is not: Nobody.Ever")]
    [InlineData("Text. <!-- held by: FormatsDocument -->", "line 1 names a test that there is not: FormatsDocument")]
    [InlineData("Text. <!-- held by: FormatsDocument.ToString -->", "line 1 names a test that there is not: FormatsDocument.ToString")]
    [InlineData("Text. <!-- held by: FormatsDocument.MayBeHeld, Nobody.Ever -->", "line 1 names a test that there is not: Nobody.Ever")]
    public void IsFoundWanting(string text, string problem) => Assert.StartsWith(
        problem, Assert.Single(Claims.Problems(text.Replace("HELD", Held, StringComparison.Ordinal))), StringComparison.Ordinal);

    /// <summary>The names in the document, those in the code, and those that a scan takes are the same.</summary>
    [Fact]
    public void NamesEveryExtensionThatImagesHave()
    {
        var paragraph = Paragraph("**Recognition.**");
        var named = Extension().Matches(paragraph).Select(match => match.Value).Order(StringComparer.Ordinal).ToList();
        var known = Extension().Matches(Repository.Read("Shared/Files/ImageNames.cs").Split("Extensions =")[1])
            .Select(match => match.Value).Order(StringComparer.Ordinal);
        Assert.Equal(known, named);
        Assert.All(named, name => Assert.True(ImageNames.Match($"photo{name.ToUpperInvariant()}"), name));
    }

    [Fact]
    public void NamesWhatSystemsKeepForThemselves()
    {
        var named = Code().Matches(Paragraph("**What systems keep for themselves**").Split("whole list")[0])
            .Select(match => match.Groups["code"].Value.Replace('\n', ' '));
        var names = named.Where(name => name is not "systemPassedOver" and not "--json").ToList();
        Assert.InRange(names.Count, 20, 50);
        Assert.All(names, name => Assert.True(SystemNames.MatchFile(name) || SystemNames.MatchDirectory(name), name));
    }

    private static string Paragraph(string beginning) =>
        Claims.In(Repository.Read("docs/formats.md")).Single(claim => claim.Text.StartsWith(beginning, StringComparison.Ordinal)).Text;

    [GeneratedRegex("""(?<=[`\s"])\.[a-z][a-z0-9]*(?=[`\s"])""", RegexOptions.None, Timeout)]
    private static partial Regex Extension();

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Code();
}
