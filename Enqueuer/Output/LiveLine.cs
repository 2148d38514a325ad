using Spectre.Console.Rendering;

namespace ImgCompress.Enqueuer.Output;

/// <summary>A line in place of what stands on the terminal's present one; the cursor stays on it.</summary>
/// <param name="line">What is written there, up to its end; null: nothing.</param>
internal sealed class LiveLine(IRenderable? line) : Renderable
{
    private const string EraseLine = "\r\e[2K";

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        [Segment.Control(EraseLine), .. (line?.Render(options, maxWidth) ?? []).TakeWhile(segment => !segment.IsLineBreak)];
}
