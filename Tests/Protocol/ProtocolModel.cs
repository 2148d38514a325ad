namespace ImgCompress.Tests.Protocol;

/// <summary>
/// An exhaustive check of the protocol of docs/protocol.md on one file: every order of the steps of every worker, each of which may stop
/// for ever at any step, stall and be overtaken, or meet a fault; messages that come more than once; redrives; cancellation; a second job
/// with the same spec or with another; and somebody else who writes the file anew once its item has ended, or moves a result to another
/// path at any time, where a further job finds it.
/// </summary>
/// <param name="workers">Deliveries under way at a time.</param>
/// <param name="claims">Claims over all; bounds the search.</param>
/// <param name="mutant">The safeguard that is left out.</param>
/// <param name="scope">What happens besides deliveries, faults, redrives and cancellation.</param>
internal sealed class ProtocolModel(int workers, int claims, Mutant mutant, Scope scope = Scope.LaterJobs)
{
    private readonly bool _exchanges = scope.HasFlag(Scope.Exchanges);
    private readonly bool _reconciles = scope.HasFlag(Scope.Reconciling);

    private static readonly EquatableList<(int, int)> None = [];

    private static readonly EquatableList<(int, int)> Some = new((0, 0));

    private static readonly Worker Idle = new(At.Idle, default, 0, [], 0, 0, None, None, 0);

    /// <summary>Searches all states.</summary>
    /// <returns>How many there are, and the steps to the first that breaks the promise; no steps where none does.</returns>
    public (int States, IReadOnlyList<string> Trace) Check()
    {
        var first = new ModelState(
            Content.Source,
            false,
            0,
            None,
            [],
            new(RowState.Pending, Jobs.First, false, 0, 0, None, None, 0, false, 0, 0),
            [],
            new(new Message(Jobs.First, 0)),
            [],
            new(SweepAt.Idle, []),
            new([.. Enumerable.Repeat(Idle, workers)]));
        var from = new Dictionary<ModelState, (ModelState? Before, int? Worker, string Step)> { [first] = (null, null, "starts") };
        var open = new Queue<ModelState>([first]);
        while (open.TryDequeue(out var state))
        {
            if (Violation(state) is { } violation)
            {
                return (from.Count, [.. Trace(from, state), violation]);
            }

            foreach (var (worker, step, successor) in Successors(state))
            {
                var next = Canonical(successor);
                if (from.TryAdd(next, (state, worker, step)))
                {
                    open.Enqueue(next);
                }
            }
        }

        return (from.Count, []);
    }

    /// <summary>
    /// One state for all that can go on in the same ways: workers are alike, so it does not matter which of them is where; nobody but the
    /// worker of its claim can rename a temp; and nothing reads what a worker or a row holds of an earlier step.
    /// </summary>
    private static ModelState Canonical(ModelState state) => state with
    {
        Temps = state.Temps.Without(
            temp => temp.Content != Content.Foreign
                && !state.Workers.Any(worker => worker.Epoch == temp.Epoch && worker.At is At.Intent or At.Rename or At.Look)),
        Taken = state.Taken.Without(
            taken => taken.Content != Content.Foreign
                && !state.Workers.Any(worker => worker.Epoch == taken.By && worker.At == At.Inspect)),
        PassesFor = state.File == Content.Foreign
            && state.Workers.Any(worker => worker.At == At.Prove && worker.Epoch == state.PassesFor) ? state.PassesFor : 0,
        Row = state.Row.State == RowState.Done ? state.Row with { Source = 0, Intents = None, Carried = None } : state.Row,
        Results = state.Row.Job == Jobs.First ? state.Results : state.Results.Without(content => content != state.File),
        Workers = new EquatableList<Worker>([.. state.Workers.Select(Canonical)]).Sorted(),
    };

    private static Worker Canonical(Worker worker) => worker.At switch
    {
        At.Idle => Idle,
        At.Claim or At.Acknowledge => Idle with { At = worker.At, Message = worker.Message },
        At.Letter or At.Fail or At.FailUnknown or At.Finish or At.FinishUnchanged =>
            Idle with { At = worker.At, Message = worker.Message, Epoch = worker.Epoch },
        At.Intent or At.Rename or At.Look or At.Write => worker with { Fence = [], Source = 0, Last = 0 },
        At.Prove or At.Read =>
            Idle with { At = worker.At, Message = worker.Message, Epoch = worker.Epoch, Intents = new(worker.Intents[^1]) },
        At.Fault => Idle with
        {
            At = worker.At,
            Message = worker.Message,
            Epoch = worker.Epoch,
            Intents = worker.Intents.Count + worker.Carried.Count > 0 ? Some : None,
        },
        _ => worker,
    };

    private static Stack<string> Trace(Dictionary<ModelState, (ModelState? Before, int? Worker, string Step)> from, ModelState state)
    {
        var steps = new Stack<string>();
        for (ModelState? at = state; at is not null; at = from[at].Before)
        {
            steps.Push($"{from[at].Worker} {from[at].Step}".TrimStart());
        }

        return steps;
    }

    private string? Violation(ModelState state)
    {
        var (row, ended) = (state.Row, state.Row.State is RowState.Done or RowState.Failed);
        return Content.IsResizedTwice(state.File) ? "resized twice"
            : state.Workers.Any(worker => worker.At == At.Mistaken) ? "what another program wrote was taken for the result"
            : state.IsForeign && state.File != Content.Foreign && (row.State == RowState.Done || !IsForeignKept(state))
                ? "newer content was destroyed"
            : (row.Done, row.Failed) != (row.State == RowState.Done ? 1 : 0, row.State == RowState.Failed ? 1 : 0) ? "counters are off"
            : row.State == RowState.Done && state.File == Content.Source ? "done, but not resized"
            : row is { State: RowState.Failed, Unknown: false } && row.Intents.Any(intent => intent.Content == state.File)
                ? "failed as untouched, but resized"
            : _reconciles ? null
            : row is { State: RowState.Failed, Cancelled: false } && !MayBeRedriven(state)
                ? "failed, and neither a dead letter nor a message will ever say so"
            : !ended && !row.Cancelled && !state.Queue.Any(message => message.Job == row.Job) ? "unfinished, and no message is left"
            : null;
    }

    private static bool IsForeignKept(ModelState state) =>
        state.Temps.Any(temp => temp.Content == Content.Foreign) || state.Taken.Any(taken => taken.Content == Content.Foreign);

    private static bool MayBeRedriven(ModelState state) =>
        state.DeadLetters.Contains(state.Row.Epoch) || state.Queue.Any(message => message.Job == state.Row.Job);

    private IEnumerable<(int? Worker, string Step, ModelState Next)> Successors(ModelState state)
    {
        for (var i = 0; i < state.Workers.Count; i++)
        {
            var worker = state.Workers[i];
            if (worker.At != At.Idle)
            {
                // Another process takes its place. That it stalls needs no step: others go on, and it does later or never.
                yield return (i, "is killed", state with { Workers = state.Workers.Replace(i, Idle) });
            }

            foreach (var (step, next, changed) in Steps(state, worker))
            {
                yield return (i, step, next with { Workers = next.Workers.Replace(i, changed) });
            }
        }

        foreach (var epoch in state.DeadLetters)
        {
            yield return (null, "a dead letter is redriven", state with
            {
                DeadLetters = state.DeadLetters.Without(letter => letter == epoch),
                Queue = state.Queue.With(new(state.Row.Job, epoch)),
            });
        }

        var row = state.Row;
        var ended = row.State is RowState.Done or RowState.Failed;
        if (!ended && !row.Cancelled)
        {
            yield return (null, "the job is cancelled", state with { Row = row with { Cancelled = true } });
        }

        if (_reconciles)
        {
            yield return (null, "messages and letters are lost", state with { Queue = [], DeadLetters = [] });
            var (step, next) = Reconcile(state);
            yield return (null, step, next);
        }

        if (scope.HasFlag(Scope.LaterJobs) && row.Job == Jobs.First && !state.IsForeign
            && (ended || (row.Cancelled && row.State == RowState.Pending)))
        {
            foreach (var job in new[] { Jobs.Same, Jobs.Other })
            {
                yield return (null, $"job {job} takes the file", state with
                {
                    Row = Taken(row, job),
                    Queue = state.Queue.With(new(job, 0)),
                    DeadLetters = [],
                });
            }
        }

        if (scope.HasFlag(Scope.LaterJobs) && row.Job == Jobs.First && Content.IsResult(state.File))
        {
            // Workers, temps and messages of the old path can do nothing to the new one.
            yield return (null, "somebody moves the result, and a job takes it there", state with
            {
                IsForeign = false,
                Temps = None,
                Taken = [],
                Row = new(RowState.Pending, Jobs.Moved, false, 0, 0, None, None, 0, false, 0, 0),
                Queue = new(new Message(Jobs.Moved, 0)),
                DeadLetters = [],
                Workers = new([.. state.Workers.Select(_ => Idle)]),
            });
        }

        if ((row.State == RowState.Done || (_exchanges && row.Job == Jobs.First)) && !state.IsForeign)
        {
            yield return (null, "somebody writes the file anew", state with { File = Content.Foreign, IsForeign = true });
            foreach (var worker in state.Workers.Where(worker => worker.At == At.Prove && LooksLikeTheTempOf(worker, state)))
            {
                yield return (null, "somebody writes the file anew, and it looks like a temp",
                    state with { File = Content.Foreign, IsForeign = true, PassesFor = worker.Epoch });
            }
        }
    }

    /// <summary>Lists the temps, then reads the row and sends its message, then removes the temps that the row does not name.</summary>
    private (string Step, ModelState Next) Reconcile(ModelState state)
    {
        var (row, sweep) = (state.Row, state.Sweep);
        var isOpen = row.State is not (RowState.Done or RowState.Failed);
        switch (sweep.At)
        {
            case SweepAt.Idle:
                var listed = new EquatableList<int>([.. state.Temps.Select(temp => temp.Epoch)]).Sorted();
                return ("reconciling lists the temps", state with { Sweep = new(SweepAt.Listed, listed) });
            case SweepAt.Listed:
                var wanted = row.Carried.Concat(row.Intents).Select(intent => intent.Epoch).Append(row.Epoch).ToList();
                var keeps = (isOpen || row is { State: RowState.Failed, Unknown: true }) && mutant != Mutant.SweepTakesAll;
                var strays = sweep.Temps.Without(temp => keeps && wanted.Contains(temp));
                return ("reconciling reads the row", state with
                {
                    Sweep = new(SweepAt.Sweeping, strays),
                    Queue = isOpen && !row.Cancelled ? state.Queue.With(new(row.Job, 0)) : state.Queue,
                });
            default:
                return ("reconciling removes strays", state with
                {
                    Temps = state.Temps.Without(temp => sweep.Temps.Contains(temp.Epoch)),
                    Sweep = new(SweepAt.Idle, []),
                });
        }
    }

    /// <summary>
    /// Whether what somebody writes now may be taken for a worker's temp by what is compared of it. As long as the temp is held open, no
    /// other file has its number; and a file that is written into has another time.
    /// </summary>
    private bool LooksLikeTheTempOf(Worker worker, ModelState state)
    {
        var result = worker.Intents[^1].Content;
        return mutant switch
        {
            Mutant.TempNotHeldOpen => state.File != result && !state.Temps.Any(temp => temp.Content == result)
                && !state.Taken.Any(taken => taken.Content == result),
            Mutant.TempKnownByNumberAlone => state.File == result,
            _ => false,
        };
    }

    private Row Taken(Row row, int job) => new(
        RowState.Pending,
        job,
        false,
        row.Epoch,
        0,
        None,
        mutant == Mutant.ResultsNotCarried || row.State != RowState.Failed ? None : new([.. row.Carried, .. row.Intents]),
        row.Last,
        false,
        0,
        0);

    private IEnumerable<(string Step, ModelState Next, Worker Worker)> Steps(ModelState state, Worker worker)
    {
        var row = state.Row;
        var mine = row.Epoch == worker.Epoch && row.Job == worker.Message.Job && row.State is RowState.Claimed or RowState.Intent
            && row.Epoch == worker.Epoch;
        switch (worker.At)
        {
            case At.Idle:
                foreach (var message in state.Queue)
                {
                    yield return ("receives", state, Idle with { At = At.Claim, Message = message });
                }

                break;
            case At.Claim:
                foreach (var step in Claim(state, worker))
                {
                    yield return step;
                }

                break;
            case At.Fence when _exchanges && mutant != Mutant.FenceRemovesUnseen:
                yield return Take(state, worker);
                yield return ("meets a fault at the fence", state, worker with { At = At.Fault });
                break;
            case At.Inspect:
                yield return Inspect(state, worker);
                yield return ("meets a fault at the fence", state, worker with { At = At.Fault });
                break;
            case At.Look:
                foreach (var step in Look(state, worker))
                {
                    yield return step;
                }

                break;
            case At.Fence:
                yield return ("unlinks an earlier temp", state with { Temps = state.Temps.Without(temp => temp.Epoch == worker.Fence[0]) },
                    AfterTheFirst(worker));
                yield return ("meets a fault at the fence", state, worker with { At = At.Fault });
                break;
            case At.Load:
                foreach (var step in Load(state, worker))
                {
                    yield return step;
                }

                break;
            case At.Write:
                yield return ("writes its temp",
                    state with { Temps = state.Temps.With((worker.Epoch, Content.ResultOf(worker.Seen, worker.Epoch))) },
                    worker with { At = At.Intent });
                break;
            case At.Intent:
                if (mine || mutant == Mutant.IntentWithoutCondition)
                {
                    var intents = row.Intents.Add((worker.Epoch, Content.ResultOf(worker.Seen, worker.Epoch)));
                    var changed = row with
                    {
                        State = mine ? RowState.Intent : row.State,
                        Source = row.Source == 0 ? worker.Seen : row.Source,
                        Intents = intents,
                    };
                    var results = mutant == Mutant.ResultKnownAtTheEnd ? state.Results : state.Results.With(intents[^1].Content);
                    yield return ("records its intent", state with { Row = changed, Results = results },
                        worker with { At = At.Rename, Intents = intents });
                }
                else
                {
                    yield return ("may not record its intent",
                        state with { Temps = state.Temps.Without(temp => temp.Epoch == worker.Epoch) },
                        Idle);
                }

                break;
            case At.Rename:
                foreach (var step in Rename(state, worker))
                {
                    yield return step;
                }

                break;
            case At.Prove:
                yield return state.File == worker.Intents[^1].Content ? ("finds the very file", state, worker with { At = At.Finish })
                    : state.PassesFor == worker.Epoch ? ("takes another file for it", state, worker with { At = At.Mistaken })
                    : ("finds another file", state, worker with { At = At.Read });
                yield return ("cannot look at what stands there", state, worker with { At = At.Fault });
                break;
            case At.Read:
                foreach (var step in Read(state, worker))
                {
                    yield return step;
                }

                break;
            case At.Finish or At.FinishUnchanged:
                if (mine)
                {
                    yield return ("finishes", state with
                    {
                        Row = row with { State = RowState.Done, Done = row.Done + 1, Last = state.File },
                        Results = mutant == Mutant.ResultKnownAtTheEnd ? state.Results.With(state.File) : state.Results,
                    }, worker with { At = At.Acknowledge });
                }
                else if (mutant == Mutant.BareCounter)
                {
                    yield return ("counts without the condition",
                        state with { Row = row with { Done = row.Done + 1 } },
                        worker with { At = At.Acknowledge });
                }
                else
                {
                    yield return ("may not finish", state, Idle);
                }

                break;
            case At.Fault:
                var resultsStand = worker.Intents.Count + worker.Carried.Count > 0 && mutant != Mutant.VerdictWhileResultsStand;
                yield return ("gives the item back", state, Idle);
                yield return ("has no attempts left", state, worker with { At = resultsStand ? At.FailUnknown : At.Fail });
                break;
            case At.Fail or At.FailUnknown:
                if (mine || (mutant == Mutant.VerdictWithoutCondition && row.State is not (RowState.Done or RowState.Failed)))
                {
                    yield return ("fails it", state with
                    {
                        Row = row with { State = RowState.Failed, Failed = row.Failed + 1, Unknown = worker.At == At.FailUnknown },
                    }, worker with { At = At.Letter });
                }
                else
                {
                    yield return ("may not fail it", state, Idle);
                }

                break;
            case At.Letter:
                yield return ("sends the dead letter",
                    state with { DeadLetters = state.DeadLetters.With(worker.Epoch) },
                    worker with { At = At.Acknowledge });
                break;
            case At.Acknowledge:
                yield return ("acknowledges", state with { Queue = state.Queue.Without(message => message == worker.Message) }, Idle);
                break;
        }
    }

    private IEnumerable<(string Step, ModelState Next, Worker Worker)> Claim(ModelState state, Worker worker)
    {
        var row = state.Row;
        var redriven = row.State == RowState.Failed && (worker.Message.Redrive == row.Epoch || mutant == Mutant.AnyMessageRedrives);
        if (row.Job != worker.Message.Job || row.State == RowState.Done || (row.Cancelled && (row.State == RowState.Pending || redriven)))
        {
            yield return ("has nothing to do", state, worker with { At = At.Acknowledge });
        }
        else if (row.State == RowState.Failed && !redriven)
        {
            yield return mutant == Mutant.LetterSentOnce
                ? ("finds it failed", state, worker with { At = At.Acknowledge })
                : ("finds it failed", state, worker with { At = At.Letter, Epoch = row.Epoch });
        }
        else if (row.Epoch < claims)
        {
            var claimed = row with
            {
                State = RowState.Claimed,
                Epoch = row.Epoch + 1,
                Failed = redriven ? row.Failed - 1 : row.Failed,
                Unknown = false,
            };
            EquatableList<int> fence =
                mutant == Mutant.NoFence ? [] : new([.. row.Carried.Concat(row.Intents).Select(intent => intent.Epoch)]);
            var queue = mutant == Mutant.AcknowledgedEarly ? state.Queue.Without(message => message == worker.Message) : state.Queue;
            yield return ("claims", state with { Row = claimed, Queue = queue }, worker with
            {
                At = fence.Count > 0 ? At.Fence : At.Load,
                Epoch = claimed.Epoch,
                Fence = fence,
                Source = row.Source,
                Intents = row.Intents,
                Carried = row.Carried,
                Last = row.Last,
            });
        }
    }

    private IEnumerable<(string Step, ModelState Next, Worker Worker)> Load(ModelState state, Worker worker)
    {
        var seen = worker with { Seen = state.File };
        yield return ("meets a fault at the load", state, worker with { At = At.Fault });
        if (mutant == Mutant.NoFingerprint)
        {
            yield return ("loads", state, seen with { At = At.Write });
        }
        else if (worker.Intents.Any(intent => intent.Content == state.File))
        {
            yield return ("loads a recorded result", state, seen with { At = At.Finish });
        }
        else if (worker.Source != 0 && worker.Source != state.File)
        {
            yield return ("loads what somebody else wrote", state, seen with { At = At.Fail });
        }
        else if (IsOfAnEarlierJob(state, worker) && (worker.Message.Job != Jobs.Other || mutant != Mutant.OtherSpecScalesAgain))
        {
            // Only the same spec has nothing to do; another must not scale it again.
            yield return ("loads what an earlier job left", state,
                seen with { At = worker.Message.Job == Jobs.Other ? At.Fail : At.FinishUnchanged });
        }
        else
        {
            yield return ("loads", state, seen with { At = At.Write });
            yield return ("loads, and finds it unfit", state, seen with { At = At.Fail });
        }
    }

    /// <summary>By what its row says; at a path without one, by its content.</summary>
    private static bool IsOfAnEarlierJob(ModelState state, Worker worker) =>
        worker.Last == state.File || worker.Carried.Any(intent => intent.Content == state.File)
        || (worker.Message.Job == Jobs.Moved && state.Results.Contains(state.File));

    private IEnumerable<(string Step, ModelState Next, Worker Worker)> Rename(ModelState state, Worker worker)
    {
        var temp = state.Temps.FirstOrDefault(temp => temp.Epoch == worker.Epoch);
        if (temp.Epoch == 0)
        {
            yield return ("cannot rename: its temp is gone", state, worker with { At = At.Read });
            yield break;
        }

        // Without its temp this rename cannot happen later either; and a temp that was closed and removed proves nothing any more.
        var removed = state with { Temps = state.Temps.Without(one => one.Epoch == worker.Epoch) };
        yield return ("meets a fault instead of renaming", removed,
            worker with { At = mutant == Mutant.TempNotHeldOpen ? At.Prove : At.Read });
        if (_exchanges)
        {
            // Of what somebody saved before it was read, the result is made.
            yield return ("exchanges", Exchanged(state, worker.Epoch) with
            {
                IsForeign = state.IsForeign && worker.Seen != Content.Foreign,
            }, worker with { At = At.Look });
            yield break;
        }

        var renamed = removed with { File = temp.Content };
        yield return ("renames", renamed, worker with { At = At.Prove });
        yield return ("renames, and the answer is lost", renamed, worker with { At = At.Read });
    }

    /// <summary>What the rename did, where the name does not tell it.</summary>
    private static IEnumerable<(string Step, ModelState Next, Worker Worker)> Read(ModelState state, Worker worker)
    {
        yield return ("cannot read what stands there", state, worker with { At = At.Fault });
        if (state.File == worker.Intents[^1].Content)
        {
            yield return ("reads its result", state, worker with { At = At.Finish });
        }
        else
        {
            yield return ("reads something else, and gives the item back", state, Idle);
            yield return ("reads something else, and has no attempts left", state, worker with { At = At.Fail });
        }
    }

    private static ModelState Exchanged(ModelState state, int epoch) => state with
    {
        File = state.Temps.First(temp => temp.Epoch == epoch).Content,
        Temps = state.Temps.Without(temp => temp.Epoch == epoch).With((epoch, state.File)),
    };

    /// <summary>At what the exchange has displaced.</summary>
    private IEnumerable<(string Step, ModelState Next, Worker Worker)> Look(ModelState state, Worker worker)
    {
        var result = worker.Intents[^1].Content;
        var (epoch, displaced) = state.Temps.FirstOrDefault(temp => temp.Epoch == worker.Epoch);
        var removed = state with { Temps = state.Temps.Without(temp => temp.Epoch == worker.Epoch) };
        yield return ("meets a fault at the look", state, worker with { At = At.Fault });
        if (epoch == 0)
        {
            yield return ("finds its temp taken", state, worker with { At = At.Read });
        }
        else if (displaced == worker.Seen || mutant == Mutant.DisplacedRemovedUnseen)
        {
            yield return ("removes what it replaced", removed, worker with { At = At.Prove });
        }
        else if (displaced != result && state.File == result)
        {
            yield return ("exchanges back", Exchanged(state, worker.Epoch), worker);
        }
        else
        {
            yield return ("gives the item back", removed, Idle);
            yield return ("has no attempts left", removed, worker with { At = At.Fail });
        }
    }

    /// <summary>By its worker's name for it, or by that of a fence that was cut off.</summary>
    private (string Step, ModelState Next, Worker Worker) Take(ModelState state, Worker worker)
    {
        var epoch = worker.Fence[0];
        var temp = state.Temps.FirstOrDefault(temp => temp.Epoch == epoch);
        var taken = state.Taken.FirstOrDefault(taken => taken.Epoch == epoch);
        if (mutant == Mutant.FenceLooksBeforeItTakes)
        {
            return temp.Epoch == 0 || IsOfNoMoreUse(worker, temp.Content)
                ? ("looks at an earlier temp", state, worker with { At = At.Inspect })
                : ("leaves an earlier temp", state, AfterTheFirst(worker));
        }

        return temp.Epoch == 0 && taken.Epoch == 0
            ? ("finds no earlier temp", state, AfterTheFirst(worker))
            : ("takes an earlier temp", state with
            {
                Temps = state.Temps.Without(one => one.Epoch == epoch),
                Taken = state.Taken.Without(one => one.Epoch == epoch)
                    .With((epoch, worker.Epoch, temp.Epoch == 0 ? taken.Content : temp.Content)),
            }, worker with { At = At.Inspect });
    }

    private (string Step, ModelState Next, Worker Worker) Inspect(ModelState state, Worker worker)
    {
        var epoch = worker.Fence[0];
        if (mutant == Mutant.FenceLooksBeforeItTakes)
        {
            return ("removes an earlier temp", state with { Temps = state.Temps.Without(temp => temp.Epoch == epoch) },
                AfterTheFirst(worker));
        }

        var taken = state.Taken.FirstOrDefault(one => one.Epoch == epoch && one.By == worker.Epoch);
        var rest = state.Taken.Without(one => one == taken);
        var result = worker.Intents.Concat(worker.Carried).First(intent => intent.Epoch == epoch).Content;
        return taken.Epoch == 0 || IsOfNoMoreUse(worker, taken.Content) || state.File != result
            ? ("removes what it took", state with { Taken = rest }, AfterTheFirst(worker))
            : ("puts back what it took",
                state with { File = taken.Content, Taken = rest.With((epoch, worker.Epoch, state.File)) },
                worker);
    }

    /// <summary>A result, or what one has replaced.</summary>
    private static bool IsOfNoMoreUse(Worker worker, int content) =>
        content == Content.Source || content == worker.Source
        || worker.Intents.Concat(worker.Carried).Any(intent => intent.Content == content);

    private static Worker AfterTheFirst(Worker worker) => worker with
    {
        Fence = worker.Fence.Without(epoch => epoch == worker.Fence[0]),
        At = worker.Fence.Count > 1 ? At.Fence : At.Load,
    };
}
