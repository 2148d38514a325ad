namespace ImgCompress.Tests.Protocol;

/// <summary>One safeguard of putting originals back taken away.</summary>
public enum RestoreMutant
{
    /// <summary>The protocol as it is.</summary>
    None,

    /// <summary>Temp files of earlier epochs are left where they are.</summary>
    NoFence,

    /// <summary>The original is renamed without asking whether the row is still this command's.</summary>
    NotConfirmed,

    /// <summary>A fault at the fence gives the item up, as any other does.</summary>
    GivenUpUnfenced,

    /// <summary>An item is given up without a look at what stands in place.</summary>
    GivenUpUnseen,

    /// <summary>The row is taken whatever has become of it since it was read.</summary>
    BeginsWithoutCondition,

    /// <summary>The item is counted as restored whoever holds it.</summary>
    EndsWithoutCondition,

    /// <summary>Workers may claim an item that is being restored.</summary>
    WorkersClaimIt,
}

/// <summary>
/// An exhaustive check of "Putting originals back" (docs/protocol.md) on one file: a job has resized it and kept its original; two commands
/// put it back, one drops what is kept, a later job takes the file, and two workers deliver that. Each step may be the last of its
/// process, or come after anything that the others do; calls on files meet faults.
/// </summary>
/// <param name="epochs">Claims and begun restores over all; bounds the search.</param>
/// <param name="mutant">The safeguard that is left out.</param>
internal sealed class RestoreModel(int epochs, RestoreMutant mutant)
{
    private const int Restorers = 2;
    private const int Workers = 2;
    private const int FirstJob = 1;
    private const int LaterJob = 2;

    private static readonly Process Idle = new(At.Idle, default, 0, 0);

    private enum RowState
    {
        Pending,
        Claimed,
        Done,
        Restoring,
    }

    private enum Outcome
    {
        None,
        Done,
        Unchanged,
        Restored,
    }

    private enum At
    {
        Idle,
        LookAtFiles,
        Begin,
        Fence,
        Link,
        Confirm,
        Look,
        Rename,
        Check,
        RemoveTemp,
        GiveUp,
        Finish,
        FinishUnchanged,
        RemoveKept,
        Load,
        Write,
        Intent,
    }

    /// <summary>Searches all states.</summary>
    /// <returns>How many there are, and the steps to the first that breaks the promise; no steps where none does.</returns>
    public (int States, IReadOnlyList<string> Trace) Check()
    {
        var result = Content.ResultOf(Content.Source, 1);
        var first = new State(
            result, IsKept: true, WasDropped: false, WasRestored: false, [],
            new(RowState.Done, FirstJob, 1, Outcome.Done, [], result),
            new(1, 0), default,
            new([.. Enumerable.Repeat(Idle, Restorers + 1 + Workers)]));
        var from = new Dictionary<State, (State? Before, string Step)> { [first] = (null, "starts") };
        var open = new Queue<State>([first]);
        while (open.TryDequeue(out var state))
        {
            if (Violation(state) is { } violation)
            {
                return (from.Count, [.. Trace.To(from, state), violation]);
            }

            foreach (var (step, next) in Successors(state))
            {
                if (from.TryAdd(next, (state, step)))
                {
                    open.Enqueue(next);
                }
            }
        }

        return (from.Count, []);
    }

    private static string? Violation(State state)
    {
        var row = state.Row;
        var counted = row.Job == FirstJob ? state.First : state.Later;
        return Content.IsResizedTwice(state.File) ? "resized twice"
            : row is { State: RowState.Done, Outcome: Outcome.Done } && state.File == Content.Source ? "resized, and not any more"
            : row is { State: RowState.Done, Outcome: Outcome.Unchanged } && state.File == Content.Source ? "unchanged, and changed"
            : row is { State: RowState.Done, Outcome: Outcome.Restored } && state.File != Content.Source ? "restored, and it is not"
            : !state.IsKept && !state.WasDropped && !state.WasRestored && state.File != Content.Source ? "the original is lost"
            : counted != Expected(row) ? "counters are off"
            : null;
    }

    private static Counts Expected(Row row) => row.State is RowState.Done or RowState.Restoring
        ? new(row.Outcome == Outcome.Restored ? 0 : 1, row.Outcome == Outcome.Restored ? 1 : 0)
        : default;

    private IEnumerable<(string Step, State Next)> Successors(State state)
    {
        for (var i = 0; i < state.Processes.Count; i++)
        {
            var process = state.Processes[i];
            if (process.At != At.Idle)
            {
                yield return ($"{i} is killed at {process.At}", state with { Processes = state.Processes.Replace(i, Idle) });
            }

            var steps = i < Restorers ? Restore(state, process) : i == Restorers ? Drop(state, process) : Deliver(state, process);
            foreach (var (step, next, changed) in steps)
            {
                yield return ($"{i} {step}", next with { Processes = next.Processes.Replace(i, changed) });
            }
        }

        // Whether the scan or a worker finds that there is nothing to do.
        var row = state.Row;
        if (row is { State: RowState.Done, Job: FirstJob })
        {
            yield return ("a later job takes the file", state with
            {
                Row = new(RowState.Pending, LaterJob, row.Epoch, Outcome.None, [], row.Last),
            });
            if (row.Last == state.File)
            {
                yield return ("a later job finds it unchanged", state with
                {
                    Row = row with { Job = LaterJob, Outcome = Outcome.Unchanged, Intents = [] },
                    Later = new(1, 0),
                });
            }
        }
    }

    private IEnumerable<(string Step, State Next, Process Process)> Restore(State state, Process process)
    {
        var row = state.Row;
        var mine = row.State == RowState.Restoring && row.Epoch == process.Epoch;
        switch (process.At)
        {
            case At.Idle when row is { State: RowState.Done, Outcome: Outcome.Restored }:
                // What a command leaves that is cut off after the row has ended.
                if (state.IsKept && state.File == Content.Source)
                {
                    yield return ("finds it restored", state, process with { At = At.RemoveKept });
                }

                break;
            case At.Idle when row.State is RowState.Done or RowState.Restoring && row.Epoch < epochs:
                yield return ("reads the row", state, process with { At = At.LookAtFiles, Row = row });
                break;
            case At.LookAtFiles:
                yield return state.File == Content.Source || (state.File == process.Row.Last && state.IsKept)
                    ? ("finds original and result", state, process with { At = At.Begin, Seen = state.File })
                    : ("leaves it", state, Idle);
                break;
            case At.Begin:
                yield return row == process.Row || mutant == RestoreMutant.BeginsWithoutCondition
                    ? ("takes the row",
                        state with
                        {
                            Row = row with { State = RowState.Restoring, Epoch = row.Epoch + 1, Intents = row.Intents.Add(row.Epoch + 1) },
                        },
                        process with { At = At.Fence, Row = default, Epoch = row.Epoch + 1, Fence = row.Intents })
                    : ("may not take the row", state, Idle);
                break;
            case At.Fence:
                var next = process.Seen == Content.Source ? At.Finish : At.Link;
                yield return ("removes earlier temps", mutant == RestoreMutant.NoFence
                    ? state
                    : state with { Temps = state.Temps.Without(temp => process.Fence.Contains(temp.Epoch)) },
                    process with { At = next, Fence = [] });
                yield return ("meets a fault at the fence", state,
                    mutant == RestoreMutant.GivenUpUnfenced ? process with { At = At.RemoveTemp, Fence = [] } : Idle);
                break;
            case At.Link:
                if (state.IsKept)
                {
                    yield return ("links the original", state with { Temps = state.Temps.With((process.Epoch, Content.Source)) },
                        process with { At = mutant == RestoreMutant.NotConfirmed ? At.Look : At.Confirm });
                }

                yield return ("cannot link the original", state, process with { At = At.RemoveTemp });
                break;
            case At.Confirm:
                yield return mine
                    ? ("finds the row its own", state, process with { At = At.Look })
                    : ("finds the row another's",
                        state with { Temps = state.Temps.Without(temp => temp.Epoch == process.Epoch) }, Idle);
                break;
            case At.Look:
                yield return ("looks at the file again", state, process with { At = state.File == process.Seen ? At.Rename : At.Check });
                break;
            case At.Rename:
                if (state.Temps.Any(temp => temp.Epoch == process.Epoch))
                {
                    yield return ("renames the original in place",
                        state with { File = Content.Source, Temps = state.Temps.Without(temp => temp.Epoch == process.Epoch) },
                        process with { At = At.Check });
                }

                yield return ("cannot rename", state, process with { At = At.RemoveTemp });
                break;
            case At.Check:
                yield return ("looks at what stands there", state,
                    process with { At = state.File == Content.Source ? At.Finish : At.RemoveTemp });
                break;
            case At.RemoveTemp:
                yield return ("removes its temp", state with { Temps = state.Temps.Without(temp => temp.Epoch == process.Epoch) },
                    process with { At = At.GiveUp });
                break;
            case At.GiveUp:
                yield return state.File == Content.Source && mutant != RestoreMutant.GivenUpUnseen
                    ? ("cannot give it up", state, Idle)
                    : ("gives it up", mine ? state with { Row = row with { State = RowState.Done } } : state, Idle);
                break;
            case At.Finish:
                yield return !mine && mutant != RestoreMutant.EndsWithoutCondition
                    ? ("may not finish", state, Idle)
                    : ("finishes", Restored(state, mine), process with { At = At.RemoveKept });
                break;
            case At.RemoveKept:
                yield return ("removes the kept name", state with { IsKept = false }, Idle);
                break;
        }
    }

    private static State Restored(State state, bool mine)
    {
        var row = state.Row;
        return state with
        {
            WasRestored = true,
            Row = mine ? row with { State = RowState.Done, Outcome = Outcome.Restored, Intents = [], Last = 0 } : row,
            First = row.Job == FirstJob ? new(state.First.Ended - 1, state.First.Restored + 1) : state.First,
            Later = row.Job == LaterJob ? new(state.Later.Ended - 1, state.Later.Restored + 1) : state.Later,
        };
    }

    private static IEnumerable<(string Step, State Next, Process Process)> Drop(State state, Process process)
    {
        if (process.At == At.Idle && state.Row is { State: RowState.Done, Outcome: not Outcome.Restored } && state.IsKept
            && state.File == state.Row.Last)
        {
            yield return ("finds the result in place", state, process with { At = At.RemoveKept });
        }
        else if (process.At == At.RemoveKept)
        {
            yield return ("drops the kept name", state with { IsKept = false, WasDropped = true }, Idle);
        }
    }

    /// <summary>A delivery of the later job, in short: its faults and verdicts are those of <see cref="ProtocolModel"/>.</summary>
    private IEnumerable<(string Step, State Next, Process Process)> Deliver(State state, Process process)
    {
        var row = state.Row;
        var mine = row.State == RowState.Claimed && row.Epoch == process.Epoch;
        switch (process.At)
        {
            case At.Idle when row.Job == LaterJob && row.Epoch < epochs && (row.State is RowState.Pending or RowState.Claimed
                || (mutant == RestoreMutant.WorkersClaimIt && row.State == RowState.Restoring)):
                yield return ("claims",
                    state with { Row = row with { State = RowState.Claimed, Epoch = row.Epoch + 1, Outcome = Outcome.None } },
                    process with
                    {
                        At = row.Intents.Count > 0 ? At.Fence : At.Load,
                        Row = row,
                        Epoch = row.Epoch + 1,
                        Fence = row.Intents,
                    });
                break;
            case At.Fence:
                yield return ("removes earlier temps",
                    state with { Temps = state.Temps.Without(temp => process.Fence.Contains(temp.Epoch)) },
                    process with { At = At.Load });
                break;
            case At.Load:
                var isOwn = process.Fence.Any(epoch => state.File == Content.ResultOf(Content.Source, epoch));
                yield return ("loads", state, process with
                {
                    At = isOwn ? At.Finish : state.File == process.Row.Last || state.Row.Last == state.File ? At.FinishUnchanged : At.Write,
                    Row = default,
                    Fence = [],
                    Seen = state.File,
                });
                break;
            case At.Write:
                yield return ("writes its temp",
                    state with { Temps = state.Temps.With((process.Epoch, Content.ResultOf(process.Seen, process.Epoch))) },
                    process with { At = At.Intent });
                break;
            case At.Intent:
                yield return mine
                    ? ("records its intent", state with { Row = row with { Intents = row.Intents.Add(process.Epoch) } },
                        process with { At = At.Look })
                    : ("may not record its intent",
                        state with { Temps = state.Temps.Without(temp => temp.Epoch == process.Epoch) }, Idle);
                break;
            case At.Look:
                yield return state.File == process.Seen
                    ? ("looks at the file again", state, process with { At = At.Rename })
                    : ("finds the file changed", state with { Temps = state.Temps.Without(temp => temp.Epoch == process.Epoch) }, Idle);
                break;
            case At.Rename:
                var temp = state.Temps.FirstOrDefault(temp => temp.Epoch == process.Epoch);
                yield return temp.Epoch == 0
                    ? ("finds its temp gone", state, Idle)
                    : ("renames its result in place",
                        state with { File = temp.Content, Temps = state.Temps.Without(one => one == temp) },
                        process with { At = At.Finish });
                break;
            case At.Finish or At.FinishUnchanged:
                yield return mine
                    ? ("finishes", state with
                    {
                        Row = row with
                        {
                            State = RowState.Done,
                            Outcome = process.At == At.Finish ? Outcome.Done : Outcome.Unchanged,
                            Last = state.File,
                        },
                        Later = new(1, 0),
                    }, Idle)
                    : ("may not finish", state, Idle);
                break;
        }
    }

    /// <summary>The item's row; Intents: epochs that may have a temp file; Last: the content known as a result, 0 for none.</summary>
    private readonly record struct Row(RowState State, int Job, int Epoch, Outcome Outcome, EquatableList<int> Intents, int Last);

    /// <summary>What a job has counted of the file: as done or unchanged, and as restored.</summary>
    private readonly record struct Counts(int Ended, int Restored);

    /// <summary>A process and what it knows.</summary>
    private sealed record Process(At At, Row Row, int Epoch, int Seen)
    {
        public EquatableList<int> Fence { get; init; } = [];
    }

    private sealed record State(
        int File,
        bool IsKept,
        bool WasDropped,
        bool WasRestored,
        EquatableList<(int Epoch, int Content)> Temps,
        Row Row,
        Counts First,
        Counts Later,
        EquatableList<Process> Processes);
}
