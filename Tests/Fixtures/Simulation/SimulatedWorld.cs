using System.Text.Json;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Engine.Batches;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Polling;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Lambda;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>
/// Submissions, workers and reconciliations, the program's own, on simulated files, ledgers, queues and clocks, all of which fail; and
/// somebody else, who works on the same files. What happens follows from the seed.
/// </summary>
internal sealed class SimulatedWorld
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromMinutes(6);
    private static readonly long Most = TimeSpan.FromHours(5).Ticks;
    private static readonly CancellationToken Any = CancellationToken.None;

    private readonly Setup _setup;
    private readonly SimulatedMutant _mutant;
    private readonly Faults _faults;
    private readonly IReadOnlyList<Fault> _moments;
    private readonly Random _random;
    private readonly SimulatedDisk _disk;
    private readonly SimulatedClock _clock;
    private readonly List<Side> _sides = [];
    private readonly List<SimulatedProcess> _processes = [];
    private readonly List<Submission> _submissions = [];
    private readonly List<string>? _journal;
    private readonly List<(string[] Operations, long Until)> _outages = [];
    private readonly Invariants _invariants;
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);
    private int _versions;
    private long _lastWake;

    private SimulatedWorld(int seed, SimulatedMutant mutant, IReadOnlyList<Fault>? only, bool journal, Stack<Fiber> fibers)
    {
        Seed = seed;
        _mutant = mutant;
        _setup = Setup.Of(seed);
        _faults = new(seed, only, _setup.StallsBefore);
        _moments = only is null ? _setup.Faults : [.. only.Where(fault => fault.Process is null)];
        _random = new(seed + 1);
        _journal = journal ? [] : null;
        Scheduler = new(fibers);
        _clock = new(Scheduler, TimeSpan.Zero, action => action());
        _disk = new() { CanExchange = _setup.CanExchange };
        _sides.Add(NewSide("first", "", "1"));
        if (_setup.Second is { } location)
        {
            _sides.Add(NewSide("second", location, "2"));
        }

        _invariants = new(_disk, _sides, this);
    }

    private sealed class Submission(Side side, ResizeSpec spec, JobOptions options)
    {
        public Side Side => side;

        public JobRequest Request { get; } = new("", spec, options);

        public JobId? Job { get; set; }

        public bool IsDone { get; set; }

        /// <summary>Somebody else submits the same job.</summary>
        public Submission Again() => new(side, spec, options) { Job = Job };
    }

    public int Seed { get; }

    public Scheduler Scheduler { get; }

    /// <summary>Whose call is being done.</summary>
    public SimulatedProcess? Current { get; private set; }

    /// <summary>What was broken; null: nothing.</summary>
    public string? Violation { get; private set; }

    public long Calls { get; private set; }

    public int MaxAttempts => _setup.MaxAttempts;

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
            $"{simulation._setup}",
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
        _setup.IsRemote || name == "second" ? LedgerPlace.Table(name, id) : LedgerPlace.Embedded,
        new(),
        new(_clock, maxReceives: 12) { Choose = _random.Next });

    private void Begin()
    {
        foreach (var file in _setup.Files)
        {
            _disk.MakeDirectory(SimulatedDisk.DirectoryOf(file));
            Save(file);
        }

        _sides.ForEach(Start);

        foreach (var (at, side, spec, options) in _setup.Jobs)
        {
            var submission = new Submission(_sides[side], spec, options);
            _submissions.Add(submission);
            Scheduler.At(at, () => Submit(submission));
        }

        foreach (var fault in _moments)
        {
            Scheduler.At(fault.Number, () => Happen(fault));
        }

        _lastWake = Setup.FaultsEnd;
        Scheduler.At(Setup.FaultsEnd, Look);
    }

    private void Start(Side side)
    {
        for (var i = side.Place.IsEmbedded ? 1 : _setup.Workers; i > 0; i--)
        {
            StartWorker(side, _random.Next(10));
        }

        After(ReconcileInterval, () => Reconcile(side));
    }

    private void After(TimeSpan time, Action action) => Scheduler.At(Scheduler.Now + time.Ticks, action);

    /// <summary>Whether all is as it should be at the end; else it is looked again, until it should be by now.</summary>
    private void Look()
    {
        if (Scheduler.Now > _lastWake && _invariants.Unfinished(
            _submissions.TrueForAll(one => one.IsDone), _submissions.Select(one => one.Job).OfType<JobId>().ToHashSet()) is var unfinished)
        {
            if (unfinished is null)
            {
                _invariants.CheckEnd(lettersAreKept: !_moments.Any(fault => fault.Kind is FaultKind.MessageLost or FaultKind.Purge));
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
                    Resume(side, id);
                }

                if (job.Row.State == JobState.Loading && _submissions.TrueForAll(one => one.IsDone))
                {
                    var again = new Submission(side, job.Row.Spec, job.Row.Options) { Job = id };
                    _submissions.Add(again);
                    Submit(again);
                }
            }
        }
    }

    private SimulatedProcess NewProcess(Side side, string kind)
    {
        var name = $"{side.Name} {kind}";
        var number = _names[name] = _names.GetValueOrDefault(name) + 1;
        name = $"{name} {number}";
        var skew = _setup.Skew * ((2 * new Draw(Seed, name, 0).NextDouble()) - 1);
        var process = new SimulatedProcess(this, name, side, skew);
        _processes.Add(process);
        return process;
    }

    private MutantRoot RootOf(SimulatedProcess process) => new(_disk, process.Side, process, _mutant);

    private MutantLedger LedgerOf(SimulatedProcess process) => new(process.Side, process, _mutant);

    private static SimulatedQueue QueueOf(SimulatedProcess process) => new(process.Side.Queue, process);

    private Random RandomOf(SimulatedProcess process) => new(new Draw(Seed, process.Name, 1).Next(int.MaxValue));

    private RootOwnership OwnershipOf(SimulatedProcess process) =>
        new(RootOf(process), LedgerOf(process), process.Time, RandomOf(process));

    private FileProcessor ProcessorOf(SimulatedProcess process, RootOwnership ownership) => new(
        LedgerOf(process),
        new JobRoots(RootOf(process)),
        ownership,
        new ImageResizer(new()),
        new Budget(1 << 30),
        new()
        {
            Lease = Lease,
            MaxAttempts = _setup.MaxAttempts,
            HeldDelay = TimeSpan.FromSeconds(10),
        });

    private void StartWorker(Side side, int seconds) => After(TimeSpan.FromSeconds(seconds), () =>
    {
        if (side.Place.IsEmbedded && _processes.Exists(one => !one.IsDead && one.Side == side && one.TakesLock))
        {
            // It ends at once: another one has the lock.
            StartWorker(side, 5);
            return;
        }

        var process = NewProcess(side, _setup.Functions ? "function" : "worker");
        process.TakesLock = true;
        var refused = false;
        process.Ended = () => StartWorker(side, (refused ? 120 : 1) + _random.Next(20));
        process.Start(async () =>
        {
            var ownership = OwnershipOf(process);
            try
            {
                if (_setup.Functions)
                {
                    await ServeAsync(process, ownership);
                }
                else
                {
                    await ownership.TakeAsync(Any);
                    await PollAsync(process, ownership);
                }
            }
            catch (ForeignRootException)
            {
                refused = true;
                throw;
            }
        });
    });

    private Task PollAsync(SimulatedProcess process, RootOwnership ownership)
    {
        var poller = new Poller(QueueOf(process), ProcessorOf(process, ownership), Visibility, process.Time, _ => { })
        {
            Fault = exception => Note(process, $"fault: {exception.Message}"),
        };
        return poller.RunAsync(
            _setup.Parallel,
            async _ =>
            {
                await IdleAsync(process);
                return true;
            },
            Any);
    }

    /// <summary>Until a message may have come.</summary>
    private static Task IdleAsync(SimulatedProcess process)
    {
        var queue = process.Side.Queue;
        var next = queue.Messages.Count == 0 ? TimeSpan.MaxValue : queue.Messages.Min(message => message.Visible) - queue.Time.GetUtcNow();
        var longest = TimeSpan.FromSeconds(20);
        return Task.Delay(
            next > longest ? longest : next < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : next, process.Time, Any);
    }

    /// <summary>What the event source mapping does, and Lambda: batches in, what failed out; what takes too long is killed.</summary>
    private async Task ServeAsync(SimulatedProcess process, RootOwnership ownership)
    {
        var side = process.Side;
        var handler = new BatchHandler(
            QueueOf(process),
            ProcessorOf(process, ownership),
            _setup.Parallel,
            Lease,
            process.Time,
            new(TextWriter.Null, json: true, process.Time));
        while (true)
        {
            var received = side.Queue.Receive(3, Visibility);
            if (received.Count == 0)
            {
                await IdleAsync(process);
                continue;
            }

            var killed = false;
            var alarm = _clock.CreateTimer(
                _ =>
                {
                    killed = true;
                    process.Kill();
                },
                null,
                Timeout,
                System.Threading.Timeout.InfiniteTimeSpan);
            var invocation = new Invocation(process.Name, process.Time.GetUtcNow() + Timeout, null);
            var answer = await handler.HandleAsync(new(invocation, EventOf(received)), Any);
            await alarm.DisposeAsync();
            if (!killed)
            {
                using var json = JsonDocument.Parse(answer);
                var failed = json.RootElement.GetProperty("batchItemFailures").EnumerateArray()
                    .Select(one => one.GetProperty("itemIdentifier").GetString()).ToHashSet(StringComparer.Ordinal);
                foreach (var message in received.Where(one => !failed.Contains(one.ReceiptHandle)))
                {
                    if (side.Queue.Find(message) is { } found)
                    {
                        side.Queue.Messages.Remove(found);
                    }
                }
            }
        }
    }

    private static byte[] EventOf(IEnumerable<ReceivedMessage> received) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        Records = received.Select(message => new
        {
            messageId = message.ReceiptHandle,
            receiptHandle = message.ReceiptHandle,
            body = message.Body,
            attributes = new { ApproximateReceiveCount = $"{message.ReceiveCount}" },
            eventSource = "aws:sqs",
        }),
    });

    private void Submit(Submission submission)
    {
        var process = NewProcess(submission.Side, "submission");
        process.Ended = () =>
        {
            if (!submission.IsDone)
            {
                After(TimeSpan.FromSeconds(5 + _random.Next(60)), () => Submit(submission));
            }
        };
        process.Start(async () =>
        {
            try
            {
                var (root, ledger) = (RootOf(process), LedgerOf(process));
                await OwnershipOf(process).CompareAsync(Any);
                var known = submission.Job is { } id && await ledger.FindJobAsync(id, Any) is not null ? $"{id}" : null;
                var job = await new Jobs(ledger, process.Time, RandomOf(process)).ContinueOrCreateAsync(
                    known,
                    submission.Request,
                    async created =>
                    {
                        await new RepetitionCheck(ledger, root, "--again").RequireNoneAsync(created, Any);
                        submission.Job = created.Id;
                    },
                    Any);
                await new Submitter(ledger, QueueOf(process)).SubmitAsync(job, new(root, "", job.Options), new(), Any);
                submission.IsDone = true;
            }
            catch (UsageException)
            {
                submission.IsDone = true;
                throw;
            }
            catch (ForeignRootException)
            {
                // It is tried for a while: the root may become this ledger's.
                submission.IsDone |= Scheduler.Now > Setup.FaultsEnd;
                throw;
            }
        });
    }

    private void Reconcile(Side side)
    {
        var process = NewProcess(side, "reconciliation");
        process.Start(async () =>
        {
            var root = RootOf(process);
            await OwnershipOf(process).CompareAsync(Any);
            await new Reconciler(LedgerOf(process), QueueOf(process), root).ReconcileAsync(null, anyway: false, Any);
        });
        After(ReconcileInterval, () => Reconcile(side));
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
                Interfere(fault);
                break;
            case FaultKind.Cancelled or FaultKind.Paused or FaultKind.Redriven or FaultKind.Adopted:
                Command(fault, side);
                break;
            case FaultKind.SubmittedAgain:
                // Of one whose job was not created there would be two jobs, and each would do what is asked for.
                if (_submissions[fault.Choice % _submissions.Count] is { Job: { } job } submission
                    && submission.Side.Ledger.Find(job) is not null)
                {
                    var again = submission.Again();
                    _submissions.Add(again);
                    Submit(again);
                }

                break;
        }
    }

    private void LosePower(Fault fault)
    {
        var random = new Random(fault.Choice);
        foreach (var process in _processes.ToList())
        {
            process.LosePower();
        }

        foreach (var side in _sides.Where(side => side.Place.IsEmbedded))
        {
            side.Ledger.LosePower(commits => random.Next(commits + 1));
            _invariants.LostPower(side);
        }

        _disk.LosePower(() => random.Next(2) == 0);
    }

    /// <summary>Somebody else, at work on the same files.</summary>
    public void Interfere(Fault fault)
    {
        var name = _setup.Files[fault.Choice % _setup.Files.Count];
        if (!_invariants.MayBeChanged(name))
        {
            return;
        }

        switch (fault.Kind)
        {
            case FaultKind.Saved or FaultKind.Interfered:
                Save(name);
                break;
            case FaultKind.Edited:
                var content = Picture.Of(++_versions);
                _invariants.Saved(name, _versions);
                _disk.Write(name, content);
                _disk.Flush(SimulatedDisk.DirectoryOf(name));
                break;
            default:
                var to = $"{name[..^4]}-moved{fault.Choice}.pgm";
                _invariants.Moved(name, to);
                _disk.Rename((name, null), (to, _disk.Find(name)));
                _disk.Flush(SimulatedDisk.DirectoryOf(name));
                break;
        }
    }

    private void Save(string name)
    {
        var content = Picture.Of(++_versions);
        var file = _disk.Create(content);
        file.Durable = content;
        _invariants.Saved(name, _versions);
        _disk.Rename((name, file));
        _disk.Flush(SimulatedDisk.DirectoryOf(name));
    }

    private void Command(Fault fault, Side side)
    {
        if (fault.Kind == FaultKind.Adopted && side.Place.IsEmbedded
            && _processes.Find(one => !one.IsDead && one.Side == side && one.TakesLock) is { } holder)
        {
            // Whoever adopts has to end the worker first.
            holder.Kill();
        }

        var process = NewProcess(side, $"{fault.Kind}");
        process.TakesLock = fault.Kind == FaultKind.Adopted;
        process.Start(async () =>
        {
            var (ledger, queue) = (LedgerOf(process), QueueOf(process));
            var jobs = side.Ledger.Jobs.Keys.ToList();
            switch (fault.Kind)
            {
                case FaultKind.Cancelled when jobs.Count > 0:
                    await ledger.CancelAsync(jobs[fault.Choice % jobs.Count], Any);
                    break;
                case FaultKind.Paused when jobs.Count > 0:
                    var job = jobs[fault.Choice % jobs.Count];
                    After(TimeSpan.FromTicks(fault.Ticks), () => Resume(side, job));
                    await ledger.PauseAsync(job, "somebody wants it", Any);
                    break;
                case FaultKind.Redriven:
                    await queue.RedriveAsync(RedriveFilter.Everything, null, Any);
                    break;
                case FaultKind.Adopted:
                    await OwnershipOf(process).AdoptAsync(Any);
                    break;
            }
        });
    }

    /// <summary>Until it has been done.</summary>
    private void Resume(Side side, JobId job)
    {
        var process = NewProcess(side, "resumption");
        var isDone = false;
        process.Ended = () =>
        {
            if (!isDone)
            {
                After(TimeSpan.FromSeconds(10), () => Resume(side, job));
            }
        };
        process.Start(async () =>
        {
            var (ledger, queue) = (LedgerOf(process), QueueOf(process));
            if (await ledger.FindJobAsync(job, Any) is { Paused: not null } row)
            {
                await ledger.ResumeAsync(job, row.FailureLimit, Any);
                await new Reconciler(ledger, queue, root: null).ReconcileAsync(row, anyway: true, Any);
            }

            isDone = true;
        });
    }
}
