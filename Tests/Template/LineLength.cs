using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Template;

public sealed class LineLength
{
    /// <summary>As <c>.editorconfig</c> says; the compiler does not check it.</summary>
    private const int Max = 140;

    [Theory, InlineData("Shared"), InlineData("Worker"), InlineData("Enqueuer"), InlineData("Tests")]
    public void NoLineOfCodeIsLongerThanTheEditorconfigAllows(string directory)
    {
        Assert.Contains($"max_line_length = {Max}", Repository.Read(".editorconfig"), StringComparison.Ordinal);
        var files = Repository.SourceFiles(directory).ToList();
        Assert.NotEmpty(files);
        Assert.Empty(files.SelectMany(file => File.ReadLines(file)
            .Select((line, index) => (Place: $"{file}:{index + 1}", line.Length))
            .Where(line => line.Length > Max)
            .Select(line => line.Place)));
    }
}
