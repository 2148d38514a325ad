namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>Takes faults away from a simulation that broke something, as long as it still does.</summary>
internal static class Shrinking
{
    /// <returns>The same simulation with as few faults as were found to be enough, and its journal.</returns>
    public static SimulationResult Shrink(SimulationResult broken, SimulatedMutant mutant, Stack<Fiber> fibers)
    {
        var faults = broken.Faults.ToList();
        for (var size = Math.Max(1, faults.Count / 2); size > 0; size = size == 1 && TryAll(1) ? 1 : size / 2)
        {
            if (size > 1)
            {
                TryAll(size);
            }
        }

        var result = SimulatedWorld.Run(broken.Seed, mutant, faults, journal: true, fibers);
        return result.Violation is null ? broken : result;

        bool TryAll(int size)
        {
            var before = faults.Count;
            for (var at = 0; at < faults.Count;)
            {
                List<Fault> fewer = [.. faults[..at], .. faults[Math.Min(at + size, faults.Count)..]];
                if (SimulatedWorld.Run(broken.Seed, mutant, fewer, journal: false, fibers).Violation is not null)
                {
                    faults = fewer;
                }
                else
                {
                    at += size;
                }
            }

            return faults.Count < before;
        }
    }
}
