namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>Numbers that follow from a seed, a name and a number: SplitMix64, which costs nothing to begin.</summary>
internal struct Draw
{
    private ulong _state;

    public Draw(int seed, string name, long number)
    {
        _state = ((ulong)(uint)seed * 0x9E3779B97F4A7C15) + ((ulong)number * 0xD1B54A32D192ED03);
        foreach (var c in name)
        {
            _state = (_state ^ c) * 0x100000001B3;
        }
    }

    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    public int Next(int below) => (int)(NextBits() % (ulong)below);

    /// <summary>Ticks: most a few seconds, some longer than a lease, a few much longer.</summary>
    public long NextDuration()
    {
        var seconds = Next(10) switch
        {
            < 3 => 0.1 + (10 * NextDouble()),
            < 7 => 40 + (100 * NextDouble()),
            _ => 200 + (1500 * NextDouble()),
        };
        return (long)(seconds * TimeSpan.TicksPerSecond);
    }

    private ulong NextBits()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
