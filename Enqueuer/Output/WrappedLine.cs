using Spectre.Console;
using Spectre.Console.Rendering;

namespace ImgCompress.Enqueuer.Output;

/// <summary>
/// A line that is broken between its words only, and goes on below with an indent. What is too long for any line comes out whole, so
/// that the terminal breaks it and it can still be copied: a path.
/// </summary>
/// <param name="indent">How many columns stand free before it.</param>
/// <param name="next">How many before each line that it goes on with.</param>
/// <param name="words">The words, each with its style, and with how many spaces stand before it where it is not the first.</param>
internal sealed class WrappedLine(int indent, int next, IReadOnlyList<(int Gap, string Text, Style Style)> words) : Renderable
{
    private const int Step = 2;
    private const int Check = 5;

    /// <summary>
    /// Text as it stands, with its indent and its gaps. It goes on below what follows its first gap of several spaces, which is a column
    /// of its own, or else a step in from where it begins.
    /// </summary>
    public static WrappedLine Of(string text, Style? style = null)
    {
        var indent = text.Length - text.TrimStart(' ').Length;
        var words = new List<(int Gap, string Text, Style Style)>();
        var (gap, column, next) = (0, indent, default(int?));
        foreach (var word in text[indent..].Split(' '))
        {
            gap++;
            if (word.Length == 0)
            {
                continue;
            }

            column += words.Count > 0 ? gap : 0;
            next ??= words.Count > 0 && gap > 1 ? column : null;
            words.Add((gap, word, style ?? Style.Plain));
            (gap, column) = (0, column + word.GetCellWidth());
        }

        return new(indent, next ?? indent + Step, words);
    }

    /// <summary>A path alone.</summary>
    public static WrappedLine OfPath(string path) => new(0, 0, [(1, path, Style.Plain)]);

    /// <summary>What was tried, whether it succeeded, and what was found.</summary>
    public static WrappedLine OfCheck(bool ok, string what, string found)
    {
        var (word, style) = ok ? ("ok", new Style(Color.Green)) : ("FAIL", new Style(Color.Red));
        var words = $"{what}: {found}".Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return new(
            0,
            Check,
            [(1, word, style), .. words.Select((text, index) => (index == 0 ? Check - word.Length : 1, text, Style.Plain))]);
    }

    /// <summary>A failed or skipped file: path, reason and detail.</summary>
    public static WrappedLine OfFailure(string path, string reason, string detail, bool isSkipped) => new(
        Step,
        2 * Step,
        [
            (1, $"{path}:", Style.Plain),
            (1, $"{reason}:", new Style(isSkipped ? Color.Yellow : Color.Red)),
            .. detail.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => (1, word, Style.Plain)),
        ]);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        // A column that leaves no room beside it is none.
        var below = next > maxWidth / 2 ? indent + Step : next;
        var column = indent;
        var isFirst = true;
        yield return new(new string(' ', indent));
        foreach (var (gap, text, style) in words)
        {
            var width = text.GetCellWidth();
            if (!isFirst && column + gap + width > maxWidth)
            {
                yield return Segment.LineBreak;
                yield return new(new string(' ', below));
                column = below;
            }
            else if (!isFirst)
            {
                yield return new(new string(' ', gap));
                column += gap;
            }

            yield return new(text, style);
            column = Math.Min(column + width, maxWidth);
            isFirst = false;
        }
    }
}
