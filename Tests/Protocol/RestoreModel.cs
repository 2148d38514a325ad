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

    /// <summary>What an exchange has displaced is removed, whatever it is.</summary>
    DisplacedRemovedUnseen,

    /// <summary>What a fence has taken is removed, whatever it has changed names with.</summary>
    FenceRemovesUnseen,

    /// <summary>A temp file is looked at, and then removed by the name that whoever made it has for it.</summary>
    FenceLooksBeforeItTakes,

    /// <summary>What the fence may have put back is not looked at.</summary>
    NotLookedAtAfterTheFence,
}

/// <summary>
/// An exhaustive check of "Putting originals back" (docs/protocol.md) on one file: a job has resized it and kept its original; two commands
/// put it back, one drops what is kept, a later job takes the file, and two workers deliver that. Each step may be the last of its
/// process, or come after anything that the others do; calls on files meet faults.
/// </summary>
/// <param name="epochs">Claims and begun restores over all; bounds the search.</param>
/// <param name="mutant">The safeguard that is left out.</param>
/// <param name="saves">
/// How often somebody saves the file, at any moment: first by a new file of its name, or by writing into the one that stands there, then
/// by a new file. The file system can exchange two names then; with 0 it is replaced by a plain rename.
/// </param>
/// <param name="endsBetweenExchanges">
/// Whether who exchanges names back may end, or be overtaken, before it has looked at what that displaced.
/// </param>
internal sealed class RestoreModel(int epochs, RestoreMutant mutant, int saves = 0, bool endsBetweenExchanges = true)
{
    private const int Restorers = 2;
    private const int Workers = 2;
    private const int FirstJob = 1;
    private const int LaterJob = 2;

    /// <summary>The original itself, which somebody has written into.</summary>
    private const int Edited = 3;

    /// <summary>What a job had made, which somebody has written into.</summary>
    private const int Written = 4;

    /// <summary>A new file that somebody has saved over the original.</summary>
    private const int Later = 5;

    /// <summary>A new file that somebody has saved once somebody had saved one; and the same over the original.</summary>
    private const int Second = 6;
    private const int SecondLater = 7;

    private static readonly Process Idle = new(At.Idle, default, 0, 0);

    private readonly bool _exchanges = saves > 0;

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
        Inspect,
        LookAgain,
        Link,
        Confirm,
        Look,
        Rename,
        Displaced,
        Check,
        RemoveTemp,
        ExchangeBack,
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
            result, Newest: 0, Kept: Content.Source, WasDropped: false, WasRestored: false, [], [],
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

            foreach (var (step, successor) in Successors(state))
            {
                var next = Canonical(successor);
                if (from.TryAdd(next, (state, step)))
                {
                    open.Enqueue(next);
                }
            }
        }

        return (from.Count, []);
    }

    /// <summary>Restorers are alike, and so are workers: it does not matter which of them is where.</summary>
    private static State Canonical(State state) => state with
    {
        Processes = new(
        [
            .. new EquatableList<Process>([.. state.Processes.Take(Restorers)]).Sorted(),
            state.Processes[Restorers],
            .. new EquatableList<Process>([.. state.Processes.Skip(Restorers + 1)]).Sorted(),
        ]),
    };

    private static string? Violation(State state)
    {
        var row = state.Row;
        var counted = row.Job == FirstJob ? state.First : state.Later;
        return Content.IsResizedTwice(state.File) ? "resized twice"
            : row is { State: RowState.Done, Outcome: Outcome.Done } && state.File == Content.Source ? "resized, and not any more"
            : row is { State: RowState.Done, Outcome: Outcome.Unchanged } && state.File == Content.Source ? "unchanged, and changed"
            : row is { State: RowState.Done, Outcome: Outcome.Restored } && !IsOriginal(state.File) ? "restored, and it is not"
            : state.Kept == 0 && !state.WasDropped && !state.WasRestored && !IsOriginal(state.File)
                ? "the original is lost"
            : state.Newest != 0 && state.File != state.Newest && (row.State == RowState.Done || !IsElsewhere(state))
                ? "what was saved is lost"
            : counted != Expected(row) ? "counters are off"
            : null;
    }

    /// <summary>Whether a fence may take what another process is exchanging back.</summary>
    private bool MayBeOvertaken(State state, Process by) =>
        endsBetweenExchanges || by.At != At.Fence || !state.Processes.Any(other => other != by && other.PutBack.Count > 0);

    private bool MayEnd(Process process) => endsBetweenExchanges || process.PutBack.Count == 0;

    /// <summary>The original, or what somebody has made of it once it was back.</summary>
    private static bool IsOriginal(int content) => content is Content.Source or Edited or Later or SecondLater;

    /// <summary>What was saved last has changed names with a temp file, and is put back from there.</summary>
    private static bool IsElsewhere(State state) =>
        state.Temps.Any(temp => temp.Content == state.Newest) || state.Taken.Any(taken => taken.Content == state.Newest);

    private static Counts Expected(Row row) => row.State is RowState.Done or RowState.Restoring
        ? new(row.Outcome == Outcome.Restored ? 0 : 1, row.Outcome == Outcome.Restored ? 1 : 0)
        : default;

    private IEnumerable<(string Step, State Next)> Successors(State state)
    {
        for (var i = 0; i < state.Processes.Count; i++)
        {
            var process = state.Processes[i];
            if (process.At != At.Idle && MayEnd(process))
            {
                yield return ($"{i} is killed at {process.At}", state with { Processes = state.Processes.Replace(i, Idle) });
            }

            var steps = i < Restorers ? Restore(state, process) : i == Restorers ? Drop(state, process) : Deliver(state, process);
            foreach (var (step, next, changed) in steps)
            {
                yield return ($"{i} {step}", next with { Processes = next.Processes.Replace(i, changed) });
            }
        }

        if (saves > 1 && state.Newest is not (0 or Second or SecondLater))
        {
            var second = IsOriginal(state.File) ? SecondLater : Second;
            yield return ("somebody saves the file once more", state with { File = second, Newest = second });
        }

        if (_exchanges && state.Newest == 0)
        {
            var saved = IsOriginal(state.File) ? Later : Content.Foreign;
            yield return ("somebody saves the file", state with { File = saved, Newest = saved });
            yield return state.File == Content.Source
                ? ("somebody writes into the original", state with
                {
                    File = Edited,
                    Newest = Edited,
                    Kept = state.Kept == 0 ? 0 : Edited,
                    Temps = new EquatableList<(int, int)>([.. state.Temps.Select(temp => (temp.Epoch, AsEdited(temp.Content)))]).Sorted(),
                    Taken = new EquatableList<(int, int, int)>(
                        [.. state.Taken.Select(taken => (taken.Epoch, taken.By, AsEdited(taken.Content)))]).Sorted(),
                })
                : ("somebody writes into the result", state with { File = Written, Newest = Written });
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

    /// <summary>A temp file of a restore is the original itself, by another name.</summary>
    private static int AsEdited(int content) => content == Content.Source ? Edited : content;

    private IEnumerable<(string Step, State Next, Process Process)> Restore(State state, Process process)
    {
        var row = state.Row;
        var mine = row.State == RowState.Restoring && row.Epoch == process.Epoch;
        switch (process.At)
        {
            case At.Idle when row is { State: RowState.Done, Outcome: Outcome.Restored }:
                // What a command leaves that is cut off after the row has ended.
                if (state.Kept != 0 && state.File == Content.Source)
                {
                    yield return ("finds it restored", state, process with { At = At.RemoveKept });
                }

                break;
            case At.Idle when row.State is RowState.Done or RowState.Restoring && row.Epoch < epochs:
                yield return ("reads the row", state, process with { At = At.LookAtFiles, Row = row });
                break;
            case At.LookAtFiles:
                yield return state.File == Content.Source || (state.File == process.Row.Last && state.Kept == Content.Source)
                    ? ("finds original and result", state, process with { At = At.Begin, Seen = state.File })
                    : process.Row.State == RowState.Restoring
                    ? ("finds nothing to go on with", state, process with { At = At.Begin, Seen = state.File, Abandons = true })
                    : ("leaves it", state, Idle);
                break;
            case At.Begin:
                yield return row == process.Row || mutant == RestoreMutant.BeginsWithoutCondition
                    ? ("takes the row",
                        state with
                        {
                            Row = row with
                            {
                                State = RowState.Restoring,
                                Epoch = row.Epoch + 1,
                                Intents = row.Intents.Add(new(row.Epoch + 1, Content.Source, 0)),
                            },
                        },
                        Fenced(process with
                        {
                            Row = default,
                            Epoch = row.Epoch + 1,
                            Fence = mutant == RestoreMutant.NoFence ? [] : row.Intents,
                            Expendable = row.Last,
                        }))
                    : ("may not take the row", state, Idle);
                break;
            case At.Fence or At.Inspect:
                if (MayBeOvertaken(state, process))
                {
                    yield return process.At == At.Fence ? Take(state, process) : Inspect(state, process);
                }

                if (MayEnd(process))
                {
                    yield return ("meets a fault at the fence", state,
                        mutant == RestoreMutant.GivenUpUnfenced ? process with { At = At.RemoveTemp, Fence = [] } : Idle);
                }

                break;
            case At.LookAgain:
                yield return state.File == process.Seen || mutant == RestoreMutant.NotLookedAtAfterTheFence
                    ? ("looks at the file after the fence", state,
                        process with { At = process.Seen == Content.Source ? At.Finish : At.Link })
                    : ("finds the file changed after the fence", state, process with { At = At.GiveUp });
                break;
            case At.Link:
                if (state.Kept != 0)
                {
                    yield return ("links the original", state with { Temps = state.Temps.With((process.Epoch, state.Kept)) },
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
                if (Find(state, process.Epoch) is var original and not 0)
                {
                    yield return _exchanges
                        ? ("exchanges", Exchanged(state, process.Epoch), process with { At = At.Displaced })
                        : ("renames the original in place", Removed(state, process.Epoch) with { File = original },
                            process with { At = At.Check });
                }

                yield return ("cannot rename", state, process with { At = At.RemoveTemp });
                break;
            case At.Displaced:
                yield return Find(state, process.Epoch) == process.Seen || mutant == RestoreMutant.DisplacedRemovedUnseen
                    ? ("removes what it replaced", Removed(state, process.Epoch), process with { At = At.Check })
                    : ("finds something else displaced", state, process with { At = At.RemoveTemp });
                yield return ("meets a fault at the look", state, process with { At = At.RemoveTemp });
                break;
            case At.Check:
                yield return ("looks at what stands there", state,
                    process with { At = state.File == Content.Source ? At.Finish : At.RemoveTemp });
                break;
            case At.RemoveTemp:
                var left = Find(state, process.Epoch);
                yield return left != 0 && GoesBack(process, left, state.File, Content.Source)
                    && mutant != RestoreMutant.DisplacedRemovedUnseen
                    ? ("finds what has to go back", state, process with { At = At.ExchangeBack })
                    : ("removes its temp", Removed(state, process.Epoch), process with { At = At.GiveUp, PutBack = [] });
                if (MayEnd(process))
                {
                    yield return ("cannot remove its temp", state, Idle);
                }

                break;
            case At.ExchangeBack:
                yield return Find(state, process.Epoch) is var back and not 0
                    ? ("exchanges back", Exchanged(state, process.Epoch),
                        process with { At = At.RemoveTemp, PutBack = process.PutBack.Add(back) })
                    : ("finds its temp taken", state, Idle);
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
                yield return ("removes the kept name", state with { Kept = 0 }, Idle);
                break;
        }
    }

    private static int Find(State state, int epoch) => state.Temps.FirstOrDefault(temp => temp.Epoch == epoch).Content;

    private static State Removed(State state, int epoch) => state with { Temps = state.Temps.Without(temp => temp.Epoch == epoch) };

    private static State Exchanged(State state, int epoch) => Removed(state, epoch) with
    {
        File = Find(state, epoch),
        Temps = state.Temps.Without(temp => temp.Epoch == epoch).With((epoch, state.File)),
    };

    private static bool IsExpendable(Process process, int content) => content == Content.Source || content == process.Expendable
        || process.Fence.Any(intent => content == intent.Content || content == intent.Replaced);

    /// <summary>
    /// Whether what was displaced goes back where it was: it is neither of no more use nor the older of two that were saved, and what has
    /// displaced it stands there.
    /// </summary>
    private static bool GoesBack(Process process, int displaced, int file, int result) => !IsExpendable(process, displaced)
        && !process.PutBack.Contains(displaced) && file == (process.PutBack.Count > 0 ? process.PutBack[^1] : result);

    /// <summary>What it does after the temp files of earlier epochs are gone.</summary>
    private static Process Fenced(Process process) => process with
    {
        At = process.Fence.Count > 0 ? At.Fence : process.IsDelivery ? At.Load : process.Abandons ? At.GiveUp : At.LookAgain,
    };

    /// <summary>By its name as it was made, or by that of an earlier fence that was cut off.</summary>
    private (string Step, State Next, Process Process) Take(State state, Process process)
    {
        var epoch = process.Fence[0].Epoch;
        var after = Fenced(process with { Fence = process.Fence.Without(intent => intent.Epoch == epoch) });
        var temp = state.Temps.FirstOrDefault(one => one.Epoch == epoch);
        var taken = state.Taken.FirstOrDefault(one => one.Epoch == epoch && one.By < process.Epoch);
        return mutant == RestoreMutant.FenceLooksBeforeItTakes
            ? temp.Epoch == 0 || IsExpendable(process, temp.Content)
                ? ("looks at an earlier temp", state, process with { At = At.Inspect })
                : ("leaves an earlier temp", state, after)
            : temp.Epoch == 0 && taken.Epoch == 0
            ? ("finds no earlier temp", state, after)
            : ("takes an earlier temp", Removed(state, epoch) with
            {
                Taken = state.Taken.Without(one => temp.Epoch == 0 && one == taken)
                    .With((epoch, process.Epoch, temp.Epoch == 0 ? taken.Content : temp.Content)),
            }, process with { At = At.Inspect });
    }

    private (string Step, State Next, Process Process) Inspect(State state, Process process)
    {
        var (epoch, content, _) = process.Fence[0];
        var after = Fenced(process with { Fence = process.Fence.Without(intent => intent.Epoch == epoch) });
        if (mutant == RestoreMutant.FenceLooksBeforeItTakes)
        {
            return ("removes an earlier temp", Removed(state, epoch), after);
        }

        var taken = state.Taken.FirstOrDefault(one => one.Epoch == epoch && one.By == process.Epoch);
        var rest = state.Taken.Without(one => one == taken);
        return taken.Epoch == 0 || !GoesBack(process, taken.Content, state.File, content) || mutant == RestoreMutant.FenceRemovesUnseen
            ? ("removes what it took", state with { Taken = rest }, after with { PutBack = [] })
            : ("puts back what it took", state with
            {
                File = taken.Content,
                Taken = rest.With((epoch, process.Epoch, state.File)),
            }, process with { PutBack = process.PutBack.Add(taken.Content) });
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
        if (process.At == At.Idle && state.Row is { State: RowState.Done, Outcome: not Outcome.Restored } && state.Kept != 0
            && state.File == state.Row.Last)
        {
            yield return ("finds the result in place", state, process with { At = At.RemoveKept });
        }
        else if (process.At == At.RemoveKept)
        {
            yield return ("drops the kept name", state with { Kept = 0, WasDropped = true }, Idle);
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
                    Fenced(process with
                    {
                        IsDelivery = true,
                        Row = row,
                        Epoch = row.Epoch + 1,
                        Fence = row.Intents,
                        Expendable = row.Last,
                    }));
                break;
            case At.Fence or At.Inspect:
                if (MayBeOvertaken(state, process))
                {
                    yield return process.At == At.Fence ? Take(state, process) : Inspect(state, process);
                }

                break;
            case At.Load:
                var isOwn = process.Row.Intents.Any(intent => state.File == intent.Content);
                yield return ("loads", state, process with
                {
                    At = isOwn ? At.Finish : state.File == process.Row.Last || state.Row.Last == state.File ? At.FinishUnchanged : At.Write,
                    Row = default,
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
                    ? ("records its intent", state with
                    {
                        Row = row with
                        {
                            Intents = row.Intents.Add(
                                new(process.Epoch, Content.ResultOf(process.Seen, process.Epoch), process.Seen)),
                        },
                    }, process with { At = At.Look })
                    : ("may not record its intent", Removed(state, process.Epoch), Idle);
                break;
            case At.Look:
                yield return state.File == process.Seen
                    ? ("looks at the file again", state, process with { At = At.Rename })
                    : ("finds the file changed", Removed(state, process.Epoch), Idle);
                break;
            case At.Rename:
                var temp = Find(state, process.Epoch);
                yield return temp == 0
                    ? ("finds its temp gone", state, Idle)
                    : _exchanges
                    ? ("exchanges", Exchanged(state, process.Epoch) with { Newest = state.Newest == process.Seen ? 0 : state.Newest },
                        process with { At = At.Displaced })
                    : ("renames its result in place", Removed(state, process.Epoch) with { File = temp },
                        process with { At = At.Finish, Seen = temp });
                break;
            case At.Displaced:
                var displaced = Find(state, process.Epoch);
                var result = Content.ResultOf(process.Seen, process.Epoch);
                yield return displaced == 0 ? ("finds its temp taken", state, Idle)
                    : displaced == process.Seen ? ("removes what it replaced", Removed(state, process.Epoch),
                        process with { At = At.Finish, Seen = result })
                    : displaced != result && GoesBack(process with { Expendable = result }, displaced, state.File, result)
                    ? ("exchanges back", Exchanged(state, process.Epoch), process with { PutBack = process.PutBack.Add(displaced) })
                    : ("gives the item back", Removed(state, process.Epoch), Idle);
                break;
            case At.Finish or At.FinishUnchanged:
                yield return mine
                    ? ("finishes", state with
                    {
                        Row = row with
                        {
                            State = RowState.Done,
                            Outcome = process.At == At.Finish ? Outcome.Done : Outcome.Unchanged,
                            Last = process.Seen,
                        },
                        Later = new(1, 0),
                    }, Idle)
                    : ("may not finish", state, Idle);
                break;
        }
    }

    /// <summary>What an epoch was about to put in place, and instead of what; 0: not recorded.</summary>
    private readonly record struct Intent(int Epoch, int Content, int Replaced);

    /// <summary>The item's row; Intents: epochs that may have a temp file; Last: the content known as a result, 0 for none.</summary>
    private readonly record struct Row(RowState State, int Job, int Epoch, Outcome Outcome, EquatableList<Intent> Intents, int Last);

    /// <summary>What a job has counted of the file: as done or unchanged, and as restored.</summary>
    private readonly record struct Counts(int Ended, int Restored);

    /// <summary>A process and what it knows.</summary>
    private sealed record Process(At At, Row Row, int Epoch, int Seen)
    {
        public EquatableList<Intent> Fence { get; init; } = [];

        /// <summary>What the row had as a job's last result, which is of no more use in a temp file.</summary>
        public int Expendable { get; init; }

        public bool IsDelivery { get; init; }

        /// <summary>It completes the item as it was, for what was begun cannot be gone on with.</summary>
        public bool Abandons { get; init; }

        /// <summary>What it has exchanged back, in that order, since it last looked.</summary>
        public EquatableList<int> PutBack { get; init; } = [];
    }

    /// <summary>Newest: what somebody has saved, and no job has made anything of; Kept: what the kept file holds; 0: nothing.</summary>
    private sealed record State(
        int File,
        int Newest,
        int Kept,
        bool WasDropped,
        bool WasRestored,
        EquatableList<(int Epoch, int Content)> Temps,
        EquatableList<(int Epoch, int By, int Content)> Taken,
        Row Row,
        Counts First,
        Counts Later,
        EquatableList<Process> Processes);
}
