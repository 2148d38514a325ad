using Spectre.Console;
using Spectre.Console.Rendering;

namespace ImgCompress.Enqueuer.Output;

/// <summary>
/// A bar and what fits beside it on one line of the terminal, however narrow: the least important parts are left out first. What is done
/// of the bar differs from the rest in its form, not only in its colour.
/// </summary>
/// <param name="done">Of the bar, 0 to 1.</param>
/// <param name="parts">What stands beside it, in this order; those with the highest rank are left out first.</param>
internal sealed class FittedLine(double done, IReadOnlyList<LinePart> parts) : Renderable
{
    private const int MinBar = 12;
    private const int MaxBar = 30;
    private const string Gap = "  ";

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        // Not the last column, behind which some terminals begin a new line.
        var room = maxWidth - 1;
        var shown = new List<LinePart>();
        foreach (var part in parts.OrderBy(part => part.Rank))
        {
            if (shown.Count > 0 && MinBar + shown.Sum(Width) + Width(part) > room)
            {
                break;
            }

            shown.Add(part);
        }

        var bar = Math.Clamp(room - shown.Sum(Width), 0, MaxBar);
        var full = (int)(bar * Math.Clamp(done, 0, 1));
        var (heavy, light) = options.Unicode ? ('━', '┄') : ('#', '-');
        yield return new(new string(heavy, full), new Style(Color.Green));
        yield return new(new string(light, bar - full), new Style(Color.Grey));
        foreach (var (_, text, style) in parts.Where(shown.Contains))
        {
            yield return new(Gap);
            yield return new(text, style);
        }
    }

    private static int Width(LinePart part) => Gap.Length + part.Text.GetCellWidth();
}
