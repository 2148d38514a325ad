using System.Globalization;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>Something that goes wrong.</summary>
/// <param name="Kind">What.</param>
/// <param name="Process">Whose call it is; null: it happens at a moment.</param>
/// <param name="Number">Which of the process's calls, from 1; or when, in ticks.</param>
/// <param name="Ticks">How long it lasts.</param>
/// <param name="Choice">What it happens to, where there are several.</param>
internal sealed record Fault(FaultKind Kind, string? Process, long Number, long Ticks, int Choice)
{
    public override string ToString() => Process is null
        ? string.Create(CultureInfo.InvariantCulture, $"{Kind} after {TimeSpan.FromTicks(Number)}, {Choice}, {TimeSpan.FromTicks(Ticks)}")
        : string.Create(CultureInfo.InvariantCulture, $"{Kind} at call {Number} of {Process}, {TimeSpan.FromTicks(Ticks)}, {Choice}");
}
