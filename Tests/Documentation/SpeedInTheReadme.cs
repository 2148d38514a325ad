using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Documentation;

/// <summary>The README's table of speed has the figures of <c>docs/performance.md</c>, which the benchmarks have printed.</summary>
public sealed class SpeedInTheReadme
{
    private const string Head = "| CPU seconds against sharp |";

    [Fact]
    public void IsThatOfTheMeasurements()
    {
        var measured = Measured();
        var lines = Repository.Read("README.md").Split('\n').ToList();
        var first = lines.FindIndex(line => line.StartsWith(Head, StringComparison.Ordinal));
        Assert.InRange(first, 0, lines.Count);
        var pictures = Cells(lines[first]).Skip(1).ToList();
        var rows = lines.Skip(first + 2).TakeWhile(line => line.StartsWith('|')).Select(Cells).ToList();
        Assert.Equal(["native", "published"], rows.Select(row => row[0]));
        Assert.Equal(5, pictures.Count);
        Assert.All(rows, row => Assert.Equal(pictures.Select(name => measured[(name, row[0])]), row.Skip(1)));
    }

    /// <summary>Pictures and build, with the ratio to sharp.</summary>
    private static Dictionary<(string Pictures, string Build), string> Measured()
    {
        var measured = new Dictionary<(string, string), string>();
        var pictures = "";
        foreach (var cells in Repository.Read("docs/performance.md").Split('\n').Where(line => line.StartsWith('|')).Select(Cells))
        {
            if (cells.Length == 7 && cells[1].StartsWith("img-compress, ", StringComparison.Ordinal))
            {
                pictures = cells[0].Length > 0 ? cells[0] : pictures;
                measured.Add((pictures, cells[1]["img-compress, ".Length..]), cells[3]);
            }
            else if (cells is [_, "new files", ..])
            {
                measured.TryAdd(("small JPEG", cells[0]), cells[3]);
            }
        }

        return measured;
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];
}
