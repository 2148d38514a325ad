namespace ImgCompress.Tests.Protocol;

/// <summary>One safeguard of a root's ownership taken away.</summary>
public enum OwnershipMutant
{
    /// <summary>The protocol as it is.</summary>
    None,

    /// <summary>A mark is written over whatever stands there.</summary>
    MarkWrittenUnseen,

    /// <summary>Whoever has replaced the mark leaves what others have written beside it.</summary>
    OthersMayStillReplace,

    /// <summary>Whoever has replaced the mark does not read it once more.</summary>
    MarkNotReadAgain,

    /// <summary>A worker renames without reading the mark again.</summary>
    WorkerDoesNotLook,

    /// <summary>An adoption leaves the temp files where they are.</summary>
    TempsStay,

    /// <summary>Who takes the temp files does not read the mark again once it knows which there are.</summary>
    TempsRemovedUnlooked,

    /// <summary>An adoption removes temp files without looking at what they hold.</summary>
    TempsRemovedUnseen,

    /// <summary>Temp files are named by their claims alone, which each ledger counts for itself.</summary>
    TempNamesShared,

    /// <summary>An adoption does not read the mark again once it has read the row that it is about to replace.</summary>
    RowReplacedUnseen,
}

/// <summary>
/// An exhaustive check of "one root, one ledger" (docs/protocol.md): two ledgers, and processes of each that take the root, adopt it and
/// put a file in place, in every order of their steps; each may stop for ever at any step, or stall and go on after everything else.
/// </summary>
/// <param name="processes">What each process is, and of which ledger.</param>
/// <param name="mutant">The safeguard that is left out.</param>
internal sealed class OwnershipModel(IReadOnlyList<(OwnershipModel.Kind Kind, int Ledger)> processes, OwnershipMutant mutant)
{
    // Those who get in each other's way could try for ever.
    private const int MaxGeneration = 3;

    private static readonly Mark NoMark = new(0, 0, 0, MarkAt.None);

    /// <summary>What a process is for.</summary>
    internal enum Kind
    {
        /// <summary>Takes the root, and puts one file in place.</summary>
        Taker,

        /// <summary>Adopts the root for its ledger, and then puts one file in place.</summary>
        Adopter,
    }

    private enum MarkAt
    {
        None,
        Beginning,
        Adopting,
        Complete,
    }

    private enum At
    {
        Start,
        ReadRow,
        LookBeforeRow,
        StoreRow,
        ListTemps,
        LookBeforeTemps,
        RemoveTemps,
        Grow,
        WriteBeside,
        Look,
        RenameMark,
        RemoveBeside,
        ReadAgain,
        Owned,
        LookAgain,
        Rename,
        LookAtDisplaced,
        Ended,
    }

    private enum Replacing
    {
        Adopting,
        Completing,
        Growing,
    }

    /// <summary>Searches all states.</summary>
    /// <returns>
    /// How many there are, in how many a process put a file in place, and the steps to the first that breaks the promise; no steps where
    /// none does.
    /// </returns>
    public (int States, int Placed, IReadOnlyList<string> Trace) Check()
    {
        var first = new State(
            NoMark, [], new(new Row(0, 0), new Row(0, 0)), [], new([.. processes.Select(_ => 0)]), [], -1, 0,
            new([.. processes.Select(process => Process.Gone with { At = At.Start, IsToAdopt = process.Kind == Kind.Adopter })]));
        var from = new Dictionary<State, (State? Before, string Step)> { [first] = (null, "starts") };
        var open = new Queue<State>([first]);
        var placed = 0;
        while (open.TryDequeue(out var state))
        {
            foreach (var (step, next, violation) in Successors(state))
            {
                placed += step.EndsWith("in place", StringComparison.Ordinal) ? 1 : 0;
                if (violation is not null)
                {
                    return (from.Count, placed, [.. Trace.To(from, state), step, violation]);
                }

                if (from.TryAdd(next, (state, step)))
                {
                    open.Enqueue(next);
                }
            }
        }

        return (from.Count, placed, []);
    }

    private IEnumerable<(string Step, State Next, string? Violation)> Successors(State state)
    {
        for (var i = 0; i < processes.Count; i++)
        {
            var process = state.Processes[i];
            if (process.At == At.Ended)
            {
                continue;
            }

            var name = $"{processes[i].Kind} {i} of ledger {processes[i].Ledger}";

            if (process.At == At.Rename && state.SavedBy < 0)
            {
                yield return ("somebody saves the file", state with { SavedBy = i }, null);
            }

            // One that is killed is one that stalls for ever: others go on without it.
            var (step, next, changed, violation) = Step(state, i, process);
            yield return ($"{name} {step}", With(next, i, changed), violation);
        }
    }

    private static State With(State state, int i, Process process) =>
        state with { Processes = state.Processes.Replace(i, process.At == At.Ended ? Process.Gone : process) };

    private (string Step, State Next, Process Process, string? Violation) Step(State state, int i, Process process)
    {
        var ledger = processes[i].Ledger;
        var row = state.Rows[ledger - 1];
        switch (process.At)
        {
            case At.Start:
                return ("reads the mark", state, process with { At = At.ReadRow, Mark = state.Mark }, null);
            case At.ReadRow:
                return Decide(state, i, process with { Row = row });
            case At.LookBeforeRow:
                return state.Mark == process.Mark
                    ? ("finds the mark unchanged", state, process with { At = At.StoreRow }, null)
                    : ("finds the mark changed", state, process with { At = At.Start }, null);
            case At.StoreRow:
                var parts = row == process.Row && state.Mark.At == MarkAt.Complete && state.Mark.Ledger == ledger
                    && state.Mark.Identity == row.Identity;
                var stored = row == process.Row ? state with { Rows = state.Rows.Replace(ledger - 1, process.NewRow) } : state;
                return ("stores its ledger's row", stored, process with { At = At.Start },
                    parts ? "root and ledger are parted, which a later adoption had given to each other" : null);
            case At.ListTemps:
                return ("lists the temp files", state,
                    process with
                    {
                        At = mutant == OwnershipMutant.TempsRemovedUnlooked ? At.RemoveTemps : At.LookBeforeTemps,
                        Listed = state.Temps,
                    },
                    null);
            case At.LookBeforeTemps:
                return state.Mark == process.Mark
                    ? ("finds the mark unchanged", state, process with { At = At.RemoveTemps }, null)
                    : ("finds the mark changed", state, process with { At = At.Start, Listed = [] }, null);
            case At.RemoveTemps:
                var takes = state.Mark.At == MarkAt.Complete
                    && state.Temps.Any(temp => process.Listed.Contains(temp) && state.Makers[temp] == state.Mark.Identity);
                var loses = mutant == OwnershipMutant.TempsRemovedUnseen && process.Listed.Any(state.Saved.Contains);
                return ("takes the temp files",
                    mutant == OwnershipMutant.TempsStay ? state
                        : state with
                        {
                            Temps = state.Temps.Without(process.Listed.Contains),
                            Saved = state.Saved.Without(process.Listed.Contains),
                        },
                    Replace(process, Replacing.Completing, process.Mark with { At = MarkAt.Complete }) with { Listed = [] },
                    takes ? "the temp file of whoever has the root is taken"
                        : loses ? "what somebody saved at the moment of an exchange is removed"
                        : null);
            case At.Grow when row.Generation == MaxGeneration:
                return ("gives up", state, Process.Gone, null);
            case At.Grow:
                var grown = row with { Generation = row.Generation + 1 };
                return row == process.Row
                    ? ("counts a beginning in its row", state with { Rows = state.Rows.Replace(ledger - 1, grown) },
                        Replace(process, Replacing.Growing, process.Mark with { Generation = grown.Generation }), null)
                    : ("finds its row changed", state, process with { At = At.Start }, null);
            case At.Owned when state.Temps.Contains(TempOf(i)):
                return ("finds another's temp file", state, Process.Gone, null);
            case At.Owned:
                return ("makes its temp file",
                    state with
                    {
                        Temps = state.Temps.With(TempOf(i)),
                        Makers = state.Makers.Replace(TempOf(i), process.Mark.Identity),
                    },
                    process with { At = mutant == OwnershipMutant.WorkerDoesNotLook ? At.Rename : At.LookAgain }, null);
            case At.LookAgain:
                var still = state.Mark.At == MarkAt.Complete && state.Mark.Identity == process.Mark.Identity;
                return ("reads the mark again", state, process with { At = still ? At.Rename : At.Ended }, null);
            case At.Rename:
                return !state.Temps.Contains(TempOf(i))
                    ? ("finds its temp file gone", state, process with { At = At.Ended }, null)
                    : ("exchanges names, and puts its file in place",
                        state with { Saved = state.SavedBy == i ? state.Saved.With(TempOf(i)) : state.Saved },
                        process with { At = At.LookAtDisplaced },
                        state.Owner != 0 && state.Owner != process.Mark.Identity ? "put in place by another ledger's worker" : null);
            case At.LookAtDisplaced:
                // What somebody saved is put back.
                return ("looks at what it has displaced, which has its temp file's name",
                    state with
                    {
                        Temps = state.Temps.Without(temp => temp == TempOf(i)),
                        Saved = state.Saved.Without(temp => temp == TempOf(i)),
                    },
                    process with { At = At.Ended }, null);
            default:
                return ReplaceStep(state, i, process);
        }
    }

    /// <summary>What <c>RootOwnership</c> does after it has read mark and row.</summary>
    private (string Step, State Next, Process Process, string? Violation) Decide(State state, int i, Process process)
    {
        var (mark, row, ledger) = (process.Mark, process.Row, processes[i].Ledger);
        if (process.IsToAdopt && Math.Max(mark.Generation, row.Generation) < MaxGeneration)
        {
            var adopting = new Mark(ledger, i + 1, Math.Max(mark.Generation, row.Generation) + 1, MarkAt.Adopting);
            return mark.At == MarkAt.None
                ? Create(state, process, new(ledger, i + 1, 0, MarkAt.Beginning))
                : ("is about to adopt", state, Replace(process, Replacing.Adopting, adopting), null);
        }

        if (process.IsToAdopt)
        {
            return ("gives up", state, Process.Gone, null);
        }

        var identities = new Row(mark.Identity, mark.Generation);
        return mark switch
        {
            { At: MarkAt.None } when row.Identity != 0 => ("is refused: the root has no mark", state, Process.Gone, null),
            { At: MarkAt.None } => Create(state, process, new(ledger, i + 1, 0, MarkAt.Beginning)),
            _ when mark.Ledger != ledger => ("is refused: the root is another ledger's", state, Process.Gone, null),
            { At: MarkAt.Beginning } when row.Identity == 0 =>
                ("is about to store its row", state, process with { At = At.StoreRow, NewRow = identities }, null),
            { At: MarkAt.Adopting } when row.Identity != mark.Identity =>
                ("is about to store its row", state,
                    process with
                    {
                        At = mutant == OwnershipMutant.RowReplacedUnseen ? At.StoreRow : At.LookBeforeRow,
                        NewRow = identities,
                    },
                    null),
            _ when row.Identity != mark.Identity || row.Generation < mark.Generation =>
                ("is refused: its row is not the mark's", state, Process.Gone, null),
            { At: MarkAt.Complete } => ("finds the root its ledger's", state, process with { At = At.Grow }, null),
            _ => ("is about to complete the mark", state, process with { At = At.ListTemps }, null),
        };
    }

    /// <summary>A mark that must not be there yet is linked: one step.</summary>
    private static (string Step, State Next, Process Process, string? Violation) Create(State state, Process process, Mark mark) =>
        ("makes the mark", state.Mark.At == MarkAt.None ? state with { Mark = mark } : state, process with { At = At.Start }, null);

    private static Process Replace(Process process, Replacing replacing, Mark mark) =>
        process with { At = At.WriteBeside, Replaces = replacing, NewMark = mark };

    /// <summary>The steps of <c>IStateDirectory.TryReplace</c>.</summary>
    private (string Step, State Next, Process Process, string? Violation) ReplaceStep(State state, int i, Process process)
    {
        switch (process.At)
        {
            case At.WriteBeside:
                return ("writes beside the mark", state with { Beside = state.Beside.With(i) },
                    process with { At = mutant == OwnershipMutant.MarkWrittenUnseen ? At.RenameMark : At.Look }, null);
            case At.Look:
                return state.Mark == process.Mark
                    ? ("finds the mark unchanged", state, process with { At = At.RenameMark }, null)
                    : ("finds the mark changed", state with { Beside = state.Beside.Without(other => other == i) },
                        process with { At = At.Start }, null);
            case At.RenameMark when !state.Beside.Contains(i):
                return ("finds gone what it wrote beside the mark", state, process with { At = At.Start }, null);
            case At.RenameMark:
                return ("replaces the mark",
                    state with
                    {
                        Mark = process.NewMark,
                        Beside = state.Beside.Without(other => other == i),
                        Owner = process.Replaces == Replacing.Adopting ? 0 : state.Owner,
                    },
                    process with { At = At.RemoveBeside }, null);
            case At.RemoveBeside:
                return ("removes what others wrote beside the mark",
                    mutant == OwnershipMutant.OthersMayStillReplace ? state : state with { Beside = [] },
                    process with { At = At.ReadAgain }, null);
            default:
                var stands = state.Mark == process.NewMark || mutant == OwnershipMutant.MarkNotReadAgain;
                var owned = stands && process.Replaces == Replacing.Growing;
                return ("reads the mark once more",
                    owned && IsAdopter(i) ? state with { Owner = process.NewMark.Identity } : state,
                    process with
                    {
                        At = owned ? At.Owned : At.Start,
                        Mark = owned ? process.NewMark : process.Mark,
                        IsToAdopt = process.IsToAdopt && !(stands && process.Replaces == Replacing.Adopting),
                    },
                    null);
        }
    }

    /// <summary>Each claims the file once: the first of its ledger, or the second.</summary>
    private int TempOf(int i) => mutant == OwnershipMutant.TempNamesShared
        ? processes.Take(i).Count(process => process.Ledger == processes[i].Ledger)
        : i;

    private bool IsAdopter(int i) => processes[i].Kind == Kind.Adopter;

    private readonly record struct Mark(int Ledger, int Identity, int Generation, MarkAt At);

    /// <summary>A ledger's row: identity 0 for none. Each process gives an identity of its own.</summary>
    private readonly record struct Row(int Identity, int Generation);

    /// <summary>
    /// A process and what it knows: the mark and the row that it read, the mark and the row that it is about to write, and which temp
    /// files it has found.
    /// </summary>
    private sealed record Process(
        At At, bool IsToAdopt, Mark Mark, Row Row, Mark NewMark, Row NewRow, Replacing Replaces, EquatableList<int> Listed)
    {
        public static readonly Process Gone = new(At.Ended, false, NoMark, default, NoMark, default, default, []);
    }

    /// <summary>
    /// The mark; who has written beside it; the ledgers' rows; which temp files there are, and for which identity each was made; which of
    /// them hold what somebody saved, and before whose exchange that was, -1 for none; the identity that the last adoption which ended gave
    /// the root, 0 where none has or another has begun.
    /// </summary>
    private sealed record State(
        Mark Mark,
        EquatableList<int> Beside,
        EquatableList<Row> Rows,
        EquatableList<int> Temps,
        EquatableList<int> Makers,
        EquatableList<int> Saved,
        int SavedBy,
        int Owner,
        EquatableList<Process> Processes);
}
