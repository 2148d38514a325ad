namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>How a simulation ended.</summary>
/// <param name="Seed">What it followed from.</param>
/// <param name="Setup">What it consisted of, in words.</param>
/// <param name="Violation">What was broken; null: nothing.</param>
/// <param name="Faults">All that went wrong.</param>
/// <param name="Journal">Its steps, where they were written down.</param>
/// <param name="Calls">How many calls were made.</param>
internal sealed record SimulationResult(
    int Seed, string Setup, string? Violation, IReadOnlyList<Fault> Faults, IReadOnlyList<string> Journal, long Calls);
