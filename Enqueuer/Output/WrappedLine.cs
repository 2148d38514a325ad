using Spectre.Console;
using Spectre.Console.Rendering;

namespace ImgCompress.Enqueuer.Output;

/// <summary>
/// A line that is broken between its words only, and goes on below with an indent. What is too long for any line comes out whole, so
/// that the terminal breaks it and it can still be copied: a path.
/// </summary>
/// <param name="words">The words, each with the style that it has.</param>
internal sealed class WrappedLine(IReadOnlyList<(string Text, Style Style)> words) : Renderable
{
    private const string Start = "  ";
    private const string Next = "    ";

    /// <summary>A failed or skipped file: path, reason and detail.</summary>
    public static WrappedLine OfFailure(string path, string reason, string detail, bool isSkipped) => new(
    [
        ($"{path}:", Style.Plain),
        ($"{reason}:", new Style(isSkipped ? Color.Yellow : Color.Red)),
        .. detail.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (word, Style.Plain)),
    ]);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var column = Start.Length;
        var isFirst = true;
        yield return new(Start);
        foreach (var (text, style) in words)
        {
            var width = text.GetCellWidth();
            if (!isFirst && column + 1 + width > maxWidth)
            {
                yield return Segment.LineBreak;
                yield return new(Next);
                column = Next.Length;
            }
            else if (!isFirst)
            {
                yield return new(" ");
                column++;
            }

            yield return new(text, style);
            column = Math.Min(column + width, maxWidth);
            isFirst = false;
        }
    }
}
