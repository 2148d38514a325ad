using ImgCompress.Contracts;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>What a simulation consists of, apart from its faults; drawn from its seed.</summary>
internal sealed record Setup
{
    /// <summary>The root of an output directory.</summary>
    public const string Results = "results";

    /// <summary>Where the originals are of which its files are made.</summary>
    public const string Originals = "originals";

    /// <summary>When nothing goes wrong any more.</summary>
    public static readonly long FaultsEnd = TimeSpan.FromMinutes(20).Ticks;

    private Setup(Random random, Situation situation)
    {
        Alone = situation switch
        {
            Situation.FencesFail => ("replace", FaultKind.StallsBefore),
            Situation.RootsAtOnce => ("create state", FaultKind.StallsBefore),
            Situation.Restored => ("exchange", random.Next(2) == 0 ? FaultKind.StallsBefore : FaultKind.Interfered),
            _ => null,
        };
        IsRemote = random.Next(3) > 0;
        CanExchange = random.Next(5) < 3;
        Workers = random.Next(1, 4);
        Parallel = random.Next(1, 3);
        Functions = IsRemote && random.Next(3) == 0;
        Skew = random.Next(3) == 0 ? TimeSpan.FromMinutes(5) : TimeSpan.Zero;
        MaxAttempts = random.Next(2, 6);
        Second = random.Next(4) switch
        {
            0 => "",
            1 when random.Next(2) == 0 => "sub",
            _ => null,
        };
        string[] names = ["a.pgm", "b.pgm", "sub/c.pgm", "sub/d.pgm"];
        Files = [.. names.Take(random.Next(1, 4)).Concat(Second == "sub" ? ["sub/c.pgm"] : Array.Empty<string>()).Distinct()];
        var again = random.Next(4);
        Jobs = [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => Job(random, i, again == i))];
        Faults = [.. Moments(random)];
        if (situation == Situation.Output)
        {
            (HasOutput, Second) = (true, null);
            Files = [.. Files.Select(name => $"{Originals}/{name}")];
            Jobs =
            [
                .. Jobs.Select(job => job with
                {
                    Side = 0,
                    Options = job.Options with { KeepOriginals = false, Source = $"/{Originals}" },
                }),
            ];
            Faults = [.. Faults.Where(fault => fault.Kind is not (FaultKind.Adopted or FaultKind.Restored))];
        }
        else if (situation == Situation.RootsAtOnce)
        {
            (IsRemote, Workers, Functions, Second) = (true, 1, false, "sub");
            Files = ["sub/c.pgm"];
            var half = new ResizeSpec { Scaling = Scaling.Down(2) };
            Jobs = [(0, 0, half, new()), (0, 1, half, new())];
            Faults = [];
        }
        else if (situation == Situation.Restored)
        {
            (CanExchange, Second) = (true, null);
            Files = [names[0]];
            var half = new ResizeSpec { Scaling = Scaling.Down(2) };
            var keeps = new JobOptions { KeepOriginals = true };
            // A temp file that nobody takes away is a further name of the original.
            var later = keeps with { BreakHardLinks = true };
            Jobs = [(0, 0, half, keeps), (TimeSpan.FromSeconds(random.Next(120, 240)).Ticks, 0, half, later)];
            Faults =
            [
                .. Enumerable.Range(0, 4).Select(i => new Fault(
                    FaultKind.Restored, null, TimeSpan.FromSeconds(random.Next(30 + (i * 30), 60 + (i * 30))).Ticks, 0, 0)),
            ];
        }
        else if (situation == Situation.FencesFail)
        {
            (IsRemote, CanExchange, Functions, MaxAttempts, Workers, Second) = (true, false, false, 2, 3, null);
            Files = [names[0]];
            var half = new ResizeSpec { Scaling = Scaling.Down(2) };
            Jobs = [(0, 0, half, new()), (TimeSpan.FromSeconds(random.Next(140, 170)).Ticks, 0, half, new())];
            Faults =
            [
                new(FaultKind.Outage, null, TimeSpan.FromSeconds(20).Ticks, TimeSpan.FromSeconds(110).Ticks, 2),
                new(FaultKind.Saved, null, TimeSpan.FromSeconds(random.Next(200, 230)).Ticks, 0, 0),
            ];
        }
    }

    /// <summary>What is so rare that it is set up.</summary>
    private enum Situation
    {
        /// <summary>Nothing is.</summary>
        Any,

        /// <summary>
        /// Earlier temp files cannot be taken for some minutes, while workers stand still before their renames and wake up once a second
        /// job has ended and before a reconciliation sweeps.
        /// </summary>
        FencesFail,

        /// <summary>Two roots, one in the other, are taken at the same moment, and who takes one stands still before the mark.</summary>
        RootsAtOnce,

        /// <summary>Results go to another directory.</summary>
        Output,

        /// <summary>
        /// The originals of a job are put back some times, before the next one and beside it, and whoever exchanges names stands still
        /// before that, or somebody saves the file then.
        /// </summary>
        Restored,
    }

    /// <summary>Whether results go to another directory, <see cref="Results"/>.</summary>
    public bool HasOutput { get; }

    /// <summary>What goes wrong at which calls, often and for minutes, and nothing else at any; null: all.</summary>
    public (string Operation, FaultKind Kind)? Alone { get; }

    /// <summary>As on AWS; else as on an embedded ledger.</summary>
    public bool IsRemote { get; }

    public bool CanExchange { get; }

    public IReadOnlyList<string> Files { get; }

    /// <summary>When each is submitted, by which side, and what it asks for.</summary>
    public IReadOnlyList<(long At, int Side, ResizeSpec Spec, JobOptions Options)> Jobs { get; }

    public int Workers { get; }

    /// <summary>Deliveries that each has in progress at a time.</summary>
    public int Parallel { get; }

    /// <summary>Whether the workers are functions.</summary>
    public bool Functions { get; }

    /// <summary>By how much clocks are wrong at most.</summary>
    public TimeSpan Skew { get; }

    public int MaxAttempts { get; }

    /// <summary>The root of a second ledger, below that of the first; empty: the same; null: there is no second one.</summary>
    public string? Second { get; }

    /// <summary>What goes wrong at a moment.</summary>
    public IReadOnlyList<Fault> Faults { get; }

    public static Setup Of(int seed) => new(
        new Random(seed),
        (seed % 16) switch
        {
            15 => Situation.FencesFail,
            14 => Situation.RootsAtOnce,
            13 => Situation.Output,
            12 => Situation.Restored,
            _ => Situation.Any,
        });

    public override string ToString() =>
        $"{(IsRemote ? "as on AWS" : "embedded")}, {(CanExchange ? "names are exchanged" : "plain renames")}, {Workers} "
        + $"{(Functions ? "functions" : "workers")} with {Parallel} deliveries each, {MaxAttempts} attempts, clocks wrong by {Skew}, files "
        + $"{string.Join(' ', Files)}, jobs {string.Join(", ", Jobs.Select(job => $"'{job.Spec}'{(job.Options.Again ? " again" : "")}"))}, "
        + (Second switch
        {
            null => HasOutput ? "one ledger, of an output directory" : "one ledger",
            "" => "two ledgers",
            _ => "two roots, one in the other",
        });

    private (long At, int Side, ResizeSpec Spec, JobOptions Options) Job(Random random, int number, bool again)
    {
        var half = new ResizeSpec { Scaling = Scaling.Down(2) };
        var keeps = new JobOptions { KeepOriginals = random.Next(3) == 0 };
        var (spec, options) = random.Next(number == 0 ? 1 : 6) switch
        {
            // By 3 nothing is ever scaled but by the one job that scales again.
            _ when again && number > 0 => (half with { Scaling = Scaling.Down(3) }, keeps with { Again = true }),
            0 or 1 or 2 => (half, keeps),
            3 => (half with { Strip = true }, keeps),
            4 => (half with { Scaling = Scaling.Down(1) }, keeps),
            _ => (half, keeps with { Force = true }),
        };
        var at = TimeSpan.FromSeconds(random.Next(5) + (number * random.Next(500)));
        return (at.Ticks, Second is null ? 0 : random.Next(2), spec, options);
    }

    private List<Fault> Moments(Random random)
    {
        var faults = new List<Fault>();
        Add(FaultKind.Outage, 3, 3);
        Add(FaultKind.PowerFailure, 3, 3);
        Add(FaultKind.MessageLost, 4, 3);
        Add(FaultKind.Purge, 8, 1);
        Add(FaultKind.MessageTwice, 2, 4);
        Add(FaultKind.MessageGivenUp, 4, 2);
        Add(FaultKind.Saved, 2, 3);
        Add(FaultKind.Edited, 4, 2);
        Add(FaultKind.Moved, 6, 1);
        Add(FaultKind.Cancelled, 8, 1);
        Add(FaultKind.Paused, 8, 1);
        Add(FaultKind.Redriven, 3, 2);
        Add(FaultKind.SubmittedAgain, 4, 2);
        Add(FaultKind.Restored, 2, 3);
        if (Second is not null)
        {
            Add(FaultKind.Adopted, 2, 2);
        }

        return faults;

        void Add(FaultKind kind, int oneIn, int most)
        {
            for (var i = random.Next(oneIn) == 0 ? random.Next(1, most + 1) : 0; i > 0; i--)
            {
                var seconds = Math.Pow(random.NextDouble(), 2) * FaultsEnd / TimeSpan.TicksPerSecond;
                faults.Add(new(
                    kind,
                    null,
                    (long)(seconds * TimeSpan.TicksPerSecond),
                    TimeSpan.FromSeconds(5 + (random.NextDouble() * 300)).Ticks,
                    random.Next(1 << 16)));
            }
        }
    }
}
