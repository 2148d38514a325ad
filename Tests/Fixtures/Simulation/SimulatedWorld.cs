using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>
/// Submissions, workers and reconciliations, the program's own, on simulated files, ledgers, queues and clocks, all of which fail; and
/// somebody else, who works on the same files. What happens follows from the seed.
/// </summary>
internal sealed class SimulatedWorld
{
    private static readonly long Most = TimeSpan.FromHours(5).Ticks;

    private readonly SimulatedPrograms _programs;
    private readonly Faults _faults;
    private readonly IReadOnlyList<Fault> _moments;
    private readonly List<Side> _sides = [];
    private readonly List<Submission> _submissions = [];
    private readonly List<string>? _journal;
    private readonly List<(string[] Operations, long Until)> _outages = [];
    private long _lastWake;

    private SimulatedWorld(int seed, SimulatedMutant mutant, IReadOnlyList<Fault>? only, bool journal, Stack<Fiber> fibers)
    {
        Seed = seed;
        Setup = Setup.Of(seed);
        _faults = new(seed, only, Setup.Alone);
        _moments = only is null ? Setup.Faults : [.. only.Where(fault => fault.Process is null)];
        Random = new(seed + 1);
        _journal = journal ? [] : null;
        Scheduler = new(fibers);
        Clock = new(Scheduler, TimeSpan.Zero, action => action());
        Disk = new() { CanExchange = Setup.CanExchange };
        _sides.Add(NewSide("first", Setup.HasOutput ? Setup.Results : "", "1"));
        if (Setup.Second is { } location)
        {
            _sides.Add(NewSide("second", location, "2"));
        }

        Invariants = new(Disk, _sides, this);
        _programs = new(this, mutant);
        Stranger = new(this);
    }

    public int Seed { get; }

    public Setup Setup { get; }

    public Random Random { get; }

    public Scheduler Scheduler { get; }

    public SimulatedClock Clock { get; }

    public SimulatedDisk Disk { get; }

    public IReadOnlyList<Side> Sides => _sides;

    public Invariants Invariants { get; }

    public SimulatedStranger Stranger { get; }

    /// <summary>Whose call is being done.</summary>
    public SimulatedProcess? Current { get; private set; }

    /// <summary>What was broken; null: nothing.</summary>
    public string? Violation { get; private set; }

    public long Calls { get; private set; }

    public bool HasJournal => _journal is not null;

    public int MaxAttempts => Setup.MaxAttempts;

    /// <summary>Runs a simulation to its end.</summary>
    /// <param name="seed">All follows from it.</param>
    /// <param name="mutant">What is taken away from the protocol.</param>
    /// <param name="only">The faults that happen; null: whatever is drawn.</param>
    /// <param name="journal">Whether to write down each step.</param>
    /// <param name="fibers">Threads that it may use.</param>
    public static SimulationResult Run(
        int seed, SimulatedMutant mutant, IReadOnlyList<Fault>? only, bool journal, Stack<Fiber> fibers)
    {
        var simulation = new SimulatedWorld(seed, mutant, only, journal, fibers);
        simulation.Scheduler.Run(simulation.Begin);
        return new(
            seed,
            $"{simulation.Setup}",
            simulation.Violation,
            only ?? [.. simulation._moments, .. simulation._faults.Happened],
            simulation._journal ?? [],
            simulation.Calls);
    }

    public void Violate(string violation)
    {
        Violation ??= $"{violation} ({TimeSpan.FromTicks(Scheduler.Now)})";
        Note(null, violation);
        Scheduler.Stop();
    }

    public void Note(SimulatedProcess? process, string what) =>
        _journal?.Add($"{TimeSpan.FromTicks(Scheduler.Now):hh\\:mm\\:ss\\.fff} {process?.Name ?? "-"}: {what}");

    public Fault? FaultAt(SimulatedProcess process, long number, string operation, bool writes)
    {
        Calls++;
        if (Scheduler.Now >= Setup.FaultsEnd)
        {
            return null;
        }

        var fault = _faults.At(process.Name, number, operation, writes)
            ?? (_outages.Exists(outage => outage.Until > Scheduler.Now && outage.Operations.Contains(operation, StringComparer.Ordinal))
                ? new Fault(FaultKind.FailsBefore, process.Name, number, 0, _outages[0].Operations.Length)
                : null);
        if (fault is not null)
        {
            Note(process, $"{operation} {fault.Kind} {TimeSpan.FromTicks(fault.Ticks)}");
            _lastWake = Math.Max(_lastWake, Scheduler.Now + fault.Ticks + TimeSpan.TicksPerMinute);
        }

        return fault;
    }

    /// <summary>Does what a process has asked for.</summary>
    public T Do<T>(SimulatedProcess process, Func<T> effect)
    {
        var before = Current;
        Current = process;
        try
        {
            return effect();
        }
        finally
        {
            Current = before;
        }
    }

    private Side NewSide(string name, string location, string id) => new(
        name,
        location,
        Setup.IsRemote || name == "second" ? LedgerPlace.Table(name, id) : LedgerPlace.Embedded,
        new(),
        new(Clock, maxReceives: 12) { Choose = Random.Next });

    private void Begin()
    {
        foreach (var file in Setup.Files)
        {
            Disk.MakeDirectory(SimulatedDisk.DirectoryOf(file));
            Stranger.Save(file);
        }

        _sides.ForEach(_programs.Start);

        foreach (var (at, side, spec, options) in Setup.Jobs)
        {
            var submission = new Submission(_sides[side], spec, options);
            _submissions.Add(submission);
            Scheduler.At(at, () => _programs.Submit(submission));
        }

        foreach (var fault in _moments)
        {
            Scheduler.At(fault.Number, () => Happen(fault));
        }

        _lastWake = Setup.FaultsEnd;
        Scheduler.At(Setup.FaultsEnd, Look);
    }

    public void After(TimeSpan time, Action action) => Scheduler.At(Scheduler.Now + time.Ticks, action);

    /// <summary>Whether all is as it should be at the end; else it is looked again, until it should be by now.</summary>
    private void Look()
    {
        if (Scheduler.Now > _lastWake && Invariants.Unfinished(
            _submissions.TrueForAll(one => one.IsDone), _submissions.Select(one => one.Job).OfType<JobId>().ToHashSet()) is var unfinished)
        {
            if (unfinished is null)
            {
                Invariants.CheckEnd(lettersAreKept: !_moments.Any(fault => fault.Kind is FaultKind.MessageLost or FaultKind.Purge));
                Scheduler.Stop();
                return;
            }

            Finish();

            if (Scheduler.Now > Most)
            {
                Violate($"it stands still: {unfinished}");
                return;
            }
        }

        After(TimeSpan.FromMinutes(2), Look);
    }

    /// <summary>
    /// What somebody does who finds a job paused, or not submitted to its end: what was told to have failed was done later, or who did it
    /// is gone.
    /// </summary>
    private void Finish()
    {
        foreach (var side in _sides)
        {
            foreach (var (id, job) in side.Ledger.Jobs)
            {
                if (job.Row.Paused is not null)
                {
                    _programs.Resume(side, id);
                }

                if (job.Row.Options.KeepOriginals && side.Ledger.Files.Values.Any(row => row.State == ItemState.Restoring))
                {
                    _programs.Restore(side, id);
                }

                // Each for itself: one whose root is refused to its ledger stays as it is, and is tried each time.
                if (job.Row.State == JobState.Loading && _submissions.TrueForAll(one => one.IsDone || one.Job != id))
                {
                    var again = new Submission(side, job.Row.Spec, job.Row.Options) { Job = id };
                    _submissions.Add(again);
                    _programs.Submit(again);
                }
            }
        }
    }

    private void Happen(Fault fault)
    {
        Note(null, $"{fault.Kind} {fault.Choice}");
        var side = _sides[fault.Choice % _sides.Count];
        var queue = side.Queue;
        switch (fault.Kind)
        {
            case FaultKind.Outage:
                string[][] outages =
                [
                    ["take temp", "remove temp", "exchange", "replace", "place", "write temp"],
                    ["load", "stat", "read temp"],
                    ["take temp"],
                    ["load"],
                    ["claim", "intent", "finish", "fail", "release", "find root"],
                    ["finish"],
                    ["bury", "send", "delete", "change visibility"],
                    ["sync directory"],
                ];
                _outages.Add((outages[fault.Choice % outages.Length], Scheduler.Now + fault.Ticks));
                break;
            case FaultKind.PowerFailure:
                LosePower(fault);
                break;
            case FaultKind.MessageLost when queue.Messages.Count > 0:
                queue.Messages.RemoveAt(fault.Choice % queue.Messages.Count);
                break;
            case FaultKind.Purge:
                queue.Messages.Clear();
                break;
            case FaultKind.MessageTwice when queue.Messages.Count > 0:
                queue.Messages[fault.Choice % queue.Messages.Count].ComesTwice = true;
                break;
            case FaultKind.MessageGivenUp when queue.Messages.Count > 0:
                queue.GiveUp(queue.Messages[fault.Choice % queue.Messages.Count]);
                break;
            case FaultKind.Saved or FaultKind.Edited or FaultKind.Moved:
                Stranger.Interfere(fault);
                break;
            case FaultKind.Cancelled or FaultKind.Paused or FaultKind.Redriven or FaultKind.Adopted or FaultKind.Restored:
                _programs.Command(fault, side);
                break;
            case FaultKind.SubmittedAgain:
                // Of one whose job was not created there would be two jobs, and each would do what is asked for.
                if (_submissions[fault.Choice % _submissions.Count] is { Job: { } job } submission
                    && submission.Side.Ledger.Find(job) is not null)
                {
                    var again = submission.Again();
                    _submissions.Add(again);
                    _programs.Submit(again);
                }

                break;
        }
    }

    private void LosePower(Fault fault)
    {
        var random = new Random(fault.Choice);
        foreach (var process in _programs.Processes.ToList())
        {
            process.LosePower();
        }

        foreach (var side in _sides.Where(side => side.Place.IsEmbedded))
        {
            side.Ledger.LosePower(commits => random.Next(commits + 1));
            Invariants.LostPower(side);
        }

        Disk.LosePower(() => random.Next(2) == 0);
    }
}
