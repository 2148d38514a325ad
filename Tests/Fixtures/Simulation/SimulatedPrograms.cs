using System.Text.Json;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Engine.Batches;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Polling;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Lambda;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>
/// The program's own parts, each a process of a simulation: workers, functions, submissions, reconciliations and what somebody commands.
/// </summary>
internal sealed class SimulatedPrograms(SimulatedWorld world, SimulatedMutant mutant)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Visibility = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(50);
    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromMinutes(6);
    private static readonly CancellationToken Any = CancellationToken.None;

    private readonly List<SimulatedProcess> _processes = [];
    private readonly Dictionary<string, int> _names = new(StringComparer.Ordinal);

    /// <summary>All that have ever been, in their order.</summary>
    public IReadOnlyList<SimulatedProcess> Processes => _processes;

    public void Start(Side side)
    {
        for (var i = side.Place.IsEmbedded ? 1 : world.Setup.Workers; i > 0; i--)
        {
            StartWorker(side, world.Random.Next(10));
        }

        world.After(ReconcileInterval, () => Reconcile(side));
    }

    private SimulatedProcess NewProcess(Side side, string kind)
    {
        var name = $"{side.Name} {kind}";
        var number = _names[name] = _names.GetValueOrDefault(name) + 1;
        name = $"{name} {number}";
        var skew = world.Setup.Skew * ((2 * new Draw(world.Seed, name, 0).NextDouble()) - 1);
        var process = new SimulatedProcess(world, name, side, skew);
        _processes.Add(process);
        return process;
    }

    private MutantRoot RootOf(SimulatedProcess process) => new(world.Disk, process.Side, process, mutant);

    private MutantRoot RootOfRestoration(SimulatedProcess process) => new(
        world.Disk,
        process.Side,
        process,
        mutant switch
        {
            SimulatedMutant.RestoredWithoutFence => SimulatedMutant.NoFence,
            SimulatedMutant.RestoredUnseen => SimulatedMutant.DisplacedRemovedUnseen,
            _ => mutant,
        });

    private SimulatedRoot SourceOf(SimulatedProcess process, string location) => new(world.Disk, location[1..], process);

    private MutantLedger LedgerOf(SimulatedProcess process) => new(process.Side, process, mutant);

    private static SimulatedQueue QueueOf(SimulatedProcess process) => new(process.Side.Queue, process);

    private Random RandomOf(SimulatedProcess process) => new(new Draw(world.Seed, process.Name, 1).Next(int.MaxValue));

    private RootOwnership OwnershipOf(SimulatedProcess process) =>
        new(RootOf(process), LedgerOf(process), process.Time, RandomOf(process));

    private FileProcessor ProcessorOf(SimulatedProcess process, RootOwnership ownership) => new(
        LedgerOf(process),
        new JobRoots(RootOf(process), location => SourceOf(process, location)),
        ownership,
        new ImageResizer(new()),
        new Budget(1 << 30),
        new()
        {
            Lease = Lease,
            MaxAttempts = world.Setup.MaxAttempts,
            HeldDelay = TimeSpan.FromSeconds(10),
        });

    private void StartWorker(Side side, int seconds) => world.After(TimeSpan.FromSeconds(seconds), () =>
    {
        if (side.Place.IsEmbedded && _processes.Exists(one => !one.IsDead && one.Side == side && one.TakesLock))
        {
            // It ends at once: another one has the lock.
            StartWorker(side, 5);
            return;
        }

        var process = NewProcess(side, world.Setup.Functions ? "function" : "worker");
        process.TakesLock = true;
        var refused = false;
        process.Ended = () => StartWorker(side, (refused ? 120 : 1) + world.Random.Next(20));
        process.Start(async () =>
        {
            var ownership = OwnershipOf(process);
            try
            {
                if (world.Setup.Functions)
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
            Fault = exception => world.Note(process, $"fault: {exception.Message}"),
        };
        return poller.RunAsync(
            world.Setup.Parallel,
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
            world.Setup.Parallel,
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
            var alarm = world.Clock.CreateTimer(
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

    public void Submit(Submission submission)
    {
        var process = NewProcess(submission.Side, "submission");
        process.Ended = () =>
        {
            if (!submission.IsDone)
            {
                world.After(TimeSpan.FromSeconds(5 + world.Random.Next(60)), () => Submit(submission));
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
                await new Submitter(ledger, QueueOf(process)).SubmitAsync(job, ScanOf(process, job), new(), Any);
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
                submission.IsDone |= world.Scheduler.Now > Setup.FaultsEnd;
                throw;
            }
        });
    }

    private DirectoryScan ScanOf(SimulatedProcess process, JobRow job) => new(
        job.Options.Source is { } source ? SourceOf(process, source) : RootOf(process), "", job.Options);

    private void Reconcile(Side side)
    {
        var process = NewProcess(side, "reconciliation");
        process.Start(async () =>
        {
            var root = RootOf(process);
            await OwnershipOf(process).CompareAsync(Any);
            await new Reconciler(LedgerOf(process), QueueOf(process), root).ReconcileAsync(null, anyway: false, Any);
        });
        world.After(ReconcileInterval, () => Reconcile(side));
    }

    public void Command(Fault fault, Side side)
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
                    world.After(TimeSpan.FromTicks(fault.Ticks), () => Resume(side, job));
                    await ledger.PauseAsync(job, "somebody wants it", Any);
                    break;
                case FaultKind.Redriven:
                    await queue.RedriveAsync(RedriveFilter.Everything, null, Any);
                    break;
                case FaultKind.Adopted:
                    await OwnershipOf(process).AdoptAsync(Any);
                    break;
                case FaultKind.Restored when jobs.Count > 0:
                    Restore(side, jobs[fault.Choice % jobs.Count]);
                    break;
            }
        });
    }

    /// <summary>Until it has been done; where an earlier one was cut off in its midst, as <c>resume</c> says then.</summary>
    public void Resume(Side side, JobId job)
    {
        var process = NewProcess(side, "resumption");
        var isDone = false;
        process.Ended = () =>
        {
            if (!isDone)
            {
                world.After(TimeSpan.FromSeconds(10), () => Resume(side, job));
            }
        };
        process.Start(async () =>
        {
            var (ledger, queue) = (LedgerOf(process), QueueOf(process));
            if (await ledger.FindJobAsync(job, Any) is { } row)
            {
                if (row.Paused is not null)
                {
                    await ledger.ResumeAsync(job, row.FailureLimit, Any);
                }

                await new Reconciler(ledger, queue, root: null).ReconcileAsync(row, anyway: true, Any);
            }

            isDone = true;
        });
    }

    /// <summary>Until it has put back what it began to.</summary>
    public void Restore(Side side, JobId job)
    {
        var process = NewProcess(side, "restoration");
        var isDone = false;
        process.Ended = () =>
        {
            if (!isDone && side.Ledger.Files.Values.Any(row => row.State == ItemState.Restoring))
            {
                world.After(TimeSpan.FromSeconds(10), () => Restore(side, job));
            }
        };
        process.Start(async () =>
        {
            var (root, ledger, ownership) = (RootOfRestoration(process), LedgerOf(process), OwnershipOf(process));
            await ownership.TakeAsync(Any);
            if (await ledger.FindJobAsync(job, Any) is { Options.KeepOriginals: true } row)
            {
                await new Restorer(ledger, root, ownership, row).RestoreAsync(new("", []), dryRun: false, Any);
            }

            isDone = true;
        });
    }
}
