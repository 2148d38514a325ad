using Spectre.Console;
using Spectre.Console.Rendering;

namespace ImgCompress.Enqueuer.Output;

/// <summary>A bar whose done part differs from the rest in its form, and not, as Spectre's does, in its colour alone.</summary>
internal sealed class BarColumn : ProgressColumn
{
    public const int MinWidth = 12;
    public const int MaxWidth = 30;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Bar(task.Percentage / 100);

    private sealed class Bar(double done) : Renderable
    {
        protected override Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            var full = (int)(maxWidth * done);
            var (heavy, light) = options.Unicode ? ('━', '┄') : ('#', '-');
            return
            [
                new(new string(heavy, full), new Style(Color.Green)),
                new(new string(light, maxWidth - full), new Style(Color.Grey)),
            ];
        }
    }
}
