using Spectre.Console;
using Spectre.Console.Rendering;

namespace ImgCompress.Enqueuer.Output;

/// <summary>
/// A task by those of its columns that fit on one line of the terminal, however narrow: the least important are left out first, and the
/// bar takes what the others leave.
/// </summary>
/// <param name="task">What is shown.</param>
/// <param name="columns">By what, in this order.</param>
/// <param name="delta">Since it was last shown.</param>
internal sealed class ProgressLine(ProgressTask task, IReadOnlyList<FittedColumn> columns, TimeSpan delta) : Renderable
{
    private const int Gap = 2;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        // Not the last column, behind which some terminals begin a new line.
        var room = Math.Max(1, maxWidth - 1);
        var least = columns.Min(column => column.Rank);
        var shown = new Dictionary<ProgressColumn, (IRenderable Cell, int Width)>();
        foreach (var (rank, column) in columns.OrderBy(column => column.Rank))
        {
            var cell = column.Render(options, task, delta);
            var width = column is BarColumn ? BarColumn.MinWidth : column.GetColumnWidth(options) ?? cell.Measure(options, room).Max;
            if (width == 0)
            {
                continue;
            }

            if (rank > least && Taken(shown.Values) + width > room)
            {
                break;
            }

            shown.Add(column, (cell, width));
        }

        return ((IRenderable)Lay(shown, room)).Render(options, room);
    }

    private Grid Lay(Dictionary<ProgressColumn, (IRenderable Cell, int Width)> shown, int room)
    {
        var grid = new Grid();
        var cells = new List<IRenderable>();
        var beside = Taken(shown.Where(column => column.Key is not BarColumn).Select(column => column.Value));
        foreach (var column in columns.Select(column => column.Column).Where(shown.ContainsKey))
        {
            var (cell, width) = shown[column];
            width = column is BarColumn ? Math.Min(BarColumn.MaxWidth, room - beside) : Math.Min(width, room);
            if (width > 0)
            {
                grid.AddColumn(new GridColumn { Width = width, NoWrap = true, Padding = new(cells.Count > 0 ? Gap : 0, 0, 0, 0) });
                cells.Add(cell);
            }
        }

        return grid.AddRow([.. cells]);
    }

    /// <summary>The columns that these take, with a gap behind each.</summary>
    private static int Taken(IEnumerable<(IRenderable Cell, int Width)> shown) => shown.Sum(column => column.Width + Gap);
}
