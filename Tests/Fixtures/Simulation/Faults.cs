namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>
/// What goes wrong at which call. Each is drawn from the seed and from whose and which call it is, and from nothing that came before: so
/// those that are left after others were taken away mean the same.
/// </summary>
internal sealed class Faults
{
    private static readonly FaultKind[] AtReads =
        [FaultKind.FailsBefore, FaultKind.StallsBefore, FaultKind.StallsAfter, FaultKind.DiesBefore, FaultKind.DiesAfter];

    private static readonly FaultKind[] AtWrites = [.. AtReads, FaultKind.FailsAfter, FaultKind.DoneLate, FaultKind.Interfered];

    /// <summary>Where a worker that stands still, or is cut off, does most harm.</summary>
    private static readonly string[] Critical =
    [
        "exchange", "replace", "place", "take temp", "intent", "finish", "fail", "write state", "load", "remove temp", "enqueue", "advance",
    ];

    private static readonly double[] Rates = [0, 0, 0.002, 0.01, 0.03, 0.1];

    private readonly int _seed;
    private readonly Dictionary<(string, long), Fault>? _only;
    private readonly Dictionary<FaultKind, double> _rates = [];
    private readonly Dictionary<string, FaultKind> _hot = new(StringComparer.Ordinal);
    private readonly List<Fault> _happened = [];
    private readonly double _hotRate;
    private readonly bool _isAlone;

    /// <param name="seed">What they are drawn from.</param>
    /// <param name="only">Those that happen at calls; null: whatever is drawn.</param>
    /// <param name="alone">What goes wrong at which calls, often and for long, and nothing else does; null: as is drawn.</param>
    public Faults(int seed, IEnumerable<Fault>? only, (string Operation, FaultKind Kind)? alone)
    {
        _seed = seed;
        _only = only?.Where(fault => fault.Process is not null).ToDictionary(fault => (fault.Process!, fault.Number));
        var random = new Random(seed);

        // Each simulation has faults of some kinds, some of them often: where all come always, none of them ever comes far.
        foreach (var kind in AtWrites)
        {
            _rates[kind] = Rates[random.Next(Rates.Length)];
        }

        for (var i = random.Next(4); i > 0; i--)
        {
            _hot[Critical[random.Next(Critical.Length)]] = AtWrites[random.Next(AtWrites.Length)];
        }

        _hotRate = random.NextDouble() * 0.6;
        _isAlone = alone is not null;
        if (alone is var (operation, fault))
        {
            // Little else, or it would not come to that.
            _rates.Keys.ToList().ForEach(kind => _rates[kind] = 0);
            _hot.Clear();
            (_hot[operation], _hotRate) = (fault, 0.5);
        }
    }

    /// <summary>Those that happened at calls.</summary>
    public IReadOnlyList<Fault> Happened => _happened;

    /// <summary>What goes wrong at a call; null: nothing.</summary>
    public Fault? At(string process, long number, string operation, bool writes)
    {
        if (_only is not null)
        {
            return _only.GetValueOrDefault((process, number));
        }

        var draw = new Draw(_seed, process, number);
        var kind = (FaultKind?)null;
        if (_hot.TryGetValue(operation, out var hot) && draw.NextDouble() < _hotRate)
        {
            kind = hot;
        }
        else
        {
            foreach (var one in writes ? AtWrites : AtReads)
            {
                if (draw.NextDouble() < _rates[one])
                {
                    kind = one;
                    break;
                }
            }
        }

        if (kind is not { } found)
        {
            return null;
        }

        var ticks = draw.NextDuration();
        ticks = _isAlone ? TimeSpan.FromSeconds(240 + draw.Next(100)).Ticks : ticks;
        var fault = new Fault(found, process, number, ticks, draw.Next(1 << 16));
        _happened.Add(fault);
        return fault;
    }
}
