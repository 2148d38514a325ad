using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>How work is shown: by progress columns on a terminal, by a plain line elsewhere.</summary>
/// <param name="Description">In a few words, for <see cref="TaskDescriptionColumn"/>.</param>
/// <param name="Part">How much is done, 0 to 1.</param>
/// <param name="Columns">On a terminal.</param>
/// <param name="Line">Elsewhere.</param>
internal sealed record ProgressView<T>(
    Func<T, string> Description, Func<T, double> Part, IReadOnlyList<FittedColumn> Columns, Func<T, string> Line)
{
    /// <summary>Makes a task of what stands at this moment.</summary>
    public void Update(ProgressTask task, T now)
    {
        task.Tag = now;
        task.Description = Markup.Escape(Description(now));
        task.Value = Math.Clamp(Part(now), 0, 1) * task.MaxValue;
    }
}
