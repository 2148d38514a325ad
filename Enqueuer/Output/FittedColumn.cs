using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>A progress column of a line that is cut to the terminal's width.</summary>
/// <param name="Rank">How soon it is left out: the highest first, those of the lowest never.</param>
/// <param name="Column">What it shows.</param>
internal readonly record struct FittedColumn(int Rank, ProgressColumn Column);
