using Spectre.Console;
using Spectre.Console.Rendering;

namespace ImgCompress.Enqueuer.Output;

/// <summary>A figure of what a task stands for, its <see cref="ProgressTask.Tag"/>.</summary>
/// <param name="text">What it says; empty: nothing at this moment.</param>
/// <param name="style">How.</param>
internal sealed class FigureColumn<T>(Func<T, string> text, Func<T, Style> style) : ProgressColumn
{
    public FigureColumn(Func<T, string> text)
        : this(text, _ => Style.Plain)
    {
    }

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        task.Tag is T now ? new Text(text(now), style(now)) : Text.Empty;
}
