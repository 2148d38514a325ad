namespace ImgCompress.Tests.Protocol;

/// <summary>One safeguard between nested roots taken away.</summary>
public enum NestedRootsMutant
{
    /// <summary>The protocol as it is.</summary>
    None,

    /// <summary>Whoever takes a root below looks for one above before it has made its mark, and not after.</summary>
    LooksOnlyBefore,

    /// <summary>An adoption of a root without a mark makes that as one that is to be completed, unseen.</summary>
    AdoptsAtOnce,

    /// <summary>A worker of the root above does not look for one between it and the file.</summary>
    WorkerDoesNotLook,

    /// <summary>A worker looks for one below while its own root has no mark yet.</summary>
    WorkerLooksTooEarly,
}

/// <summary>
/// An exhaustive check of two roots, one in the other, and a file in both (docs/protocol.md): processes of the ledger above and of ledgers
/// below, in every order of their steps, each of which may stall for ever, or go on after everything else. How a mark is replaced is one
/// step here; <see cref="OwnershipModel"/> has what it is made of.
/// </summary>
/// <param name="processes">What each process is.</param>
/// <param name="wasMarked">The root below has had a ledger before the one above was thought of.</param>
/// <param name="mutant">The safeguard that is left out.</param>
internal sealed class NestedRootsModel(IReadOnlyList<NestedRootsModel.Kind> processes, bool wasMarked, NestedRootsMutant mutant)
{
    /// <summary>What a process is for. Its job has the file already, from before there were marks.</summary>
    internal enum Kind
    {
        /// <summary>Takes the root above, and puts the file in place.</summary>
        Above,

        /// <summary>Takes the root below, and puts the file in place.</summary>
        Below,

        /// <summary>Adopts the root below, and then puts the file in place.</summary>
        Adopter,
    }

    private enum Mark
    {
        None,
        Beginning,
        Adopting,
        Complete,
    }

    private enum At
    {
        ReadMark,
        Look,
        Make,
        LookAgain,
        Replace,
        LookBelow,
        Place,
        Ended,
    }

    /// <summary>Searches all states.</summary>
    /// <returns>
    /// How many there are, by whom the file is put in place in some of them, and the steps to the first in which it is by both; no steps
    /// where there is none.
    /// </returns>
    public (int States, IReadOnlySet<Kind> Placed, IReadOnlyList<string> Trace) Check()
    {
        var first = new State(Mark.None, wasMarked ? Mark.Complete : Mark.None, [], new([.. processes.Select(_ => new Process(default))]));
        var from = new Dictionary<State, (State? Before, string Step)> { [first] = (null, "starts") };
        var open = new Queue<State>([first]);
        var placed = new HashSet<Kind>();
        while (open.TryDequeue(out var state))
        {
            for (var i = 0; i < processes.Count; i++)
            {
                if (state.Processes[i].At == At.Ended)
                {
                    continue;
                }

                var (step, changed, process) = Step(state, i);
                var next = changed with { Processes = changed.Processes.Replace(i, process) };
                placed.UnionWith(next.Placed);
                if (next.Placed.Contains(Kind.Above) && next.Placed.Any(kind => kind != Kind.Above))
                {
                    return (from.Count, placed, [.. Trace.To(from, state), $"{processes[i]} {i} {step}"]);
                }

                if (from.TryAdd(next, (state, $"{processes[i]} {i} {step}")))
                {
                    open.Enqueue(next);
                }
            }
        }

        return (from.Count, placed, []);
    }

    private (string Step, State Next, Process Process) Step(State state, int i)
    {
        var process = state.Processes[i];
        var kind = processes[i];
        var mark = kind == Kind.Above ? state.Above : state.Below;
        switch (process.At)
        {
            case At.ReadMark:
                return Decide(state, kind, process with { Mark = mark });
            case At.Look:
                return kind == Kind.Above || state.Above == Mark.None
                    ? ("finds no root above", state, process with { At = At.Make })
                    : ("is refused: it lies in another root", state, new(At.Ended));
            case At.Make:
                var made = kind == Kind.Adopter && mutant == NestedRootsMutant.AdoptsAtOnce ? Mark.Adopting : Mark.Beginning;
                return ("makes the mark", mark == Mark.None ? Marked(state, kind, made) : state, process with { At = At.ReadMark });
            case At.LookAgain:
                return kind == Kind.Above || state.Above == Mark.None || mutant == NestedRootsMutant.LooksOnlyBefore
                    ? ("finds no root above", state, process with { At = At.Replace })
                    : ("is refused: it lies in another root", state, new(At.Ended));
            case At.Replace:
                var adopts = kind == Kind.Adopter && !process.HasAdopted;
                return mark != process.Mark
                    ? ("finds the mark changed", state, process with { At = At.ReadMark })
                    : ("replaces the mark", Marked(state, kind, adopts ? Mark.Adopting : Mark.Complete),
                        process with { At = At.ReadMark, HasAdopted = true });
            case At.LookBelow:
                return state.Below == Mark.None || mutant == NestedRootsMutant.WorkerDoesNotLook
                    ? ("finds no root below", state, process with { At = IsEarly(process) ? At.ReadMark : At.Place, HasLooked = true })
                    : ("leaves the file to the root below", state, new(At.Ended));
            default:
                return ("puts the file in place", state with { Placed = state.Placed.With(kind) }, new(At.Ended));
        }
    }

    private (string Step, State Next, Process Process) Decide(State state, Kind kind, Process process)
    {
        if (mutant == NestedRootsMutant.WorkerLooksTooEarly && kind == Kind.Above && !process.HasLooked)
        {
            return ("is about to look below", state, process with { At = At.LookBelow });
        }

        var adopts = kind == Kind.Adopter && !process.HasAdopted;
        return process.Mark switch
        {
            Mark.None => ("finds no mark", state, process with { At = At.Look }),
            Mark.Beginning => ("finds a mark that is to be completed", state, process with { At = At.LookAgain }),
            _ when adopts => ("is about to adopt", state, process with { At = At.Replace }),
            Mark.Adopting => ("finds an adoption that is to be completed", state, process with { At = At.Replace }),
            _ => ("finds its root marked", state,
                process with { At = kind == Kind.Above && !process.HasLooked ? At.LookBelow : At.Place }),
        };
    }

    private bool IsEarly(Process process) => mutant == NestedRootsMutant.WorkerLooksTooEarly && process.Mark != Mark.Complete;

    private static State Marked(State state, Kind kind, Mark mark) =>
        kind == Kind.Above ? state with { Above = mark } : state with { Below = mark };

    /// <summary>A process and what it knows: the mark that it read, and what it has done.</summary>
    private sealed record Process(At At, Mark Mark = Mark.None, bool HasAdopted = false, bool HasLooked = false);

    private sealed record State(Mark Above, Mark Below, EquatableList<Kind> Placed, EquatableList<Process> Processes);
}
