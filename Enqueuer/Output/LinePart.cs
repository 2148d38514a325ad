using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>A part of a line that is cut to the terminal's width.</summary>
/// <param name="Rank">How soon it is left out: the highest first.</param>
/// <param name="Text">What it says.</param>
/// <param name="Style">How.</param>
internal readonly record struct LinePart(int Rank, string Text, Style Style);
