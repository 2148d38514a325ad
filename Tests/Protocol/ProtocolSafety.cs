using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Protocol;

/// <summary>The protocol of docs/protocol.md, as <see cref="ProtocolModel"/> has it.</summary>
public sealed class ProtocolSafety
{
    private const int Claims = 2;

    public static TheoryData<Mutant> Mutants => [.. Enum.GetValues<Mutant>().Where(mutant => mutant != Mutant.None)];

    /// <summary>Fewer states than are given would mean that the model no longer goes where it went.</summary>
    public static TheoryData<int, Scope, int> Searches()
    {
        var searches = new TheoryData<int, Scope, int>
        {
            { 2, Scope.LaterJobs, 700_000 },
            { 2, Scope.LaterJobs | Scope.Exchanges, 1_200_000 },
            { 2, Scope.Exchanges | Scope.Reconciling, 600_000 },
            { 3, Scope.Exchanges, 400_000 },
        };
        if (LongTests.Cases > 0)
        {
            searches.Add(3, Scope.LaterJobs, 5_000_000);
        }

        return searches;
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Searches))]
    public void HoldsInEveryState(int workers, Scope scope, int atLeast)
    {
        var (states, trace) = new ProtocolModel(workers, Claims, Mutant.None, scope).Check();
        TestContext.Current.TestOutputHelper?.WriteLine($"{states} states");
        Assert.True(trace.Count == 0, string.Join(Environment.NewLine, trace));
        Assert.InRange(states, atLeast, int.MaxValue);
    }

    /// <summary>Without any one of its safeguards it is broken: each is needed, and the model would notice.</summary>
    [Theory]
    [MemberData(nameof(Mutants))]
    public void IsBrokenWithoutAnyOneSafeguard(Mutant mutant)
    {
        var scope = mutant switch
        {
            Mutant.DisplacedRemovedUnseen or Mutant.FenceRemovesUnseen or Mutant.FenceLooksBeforeItTakes or Mutant.TempNotHeldOpen
                or Mutant.TempKnownByNumberAlone => Scope.LaterJobs | Scope.Exchanges,
            Mutant.SweepTakesAll => Scope.Exchanges | Scope.Reconciling,
            _ => Scope.LaterJobs,
        };
        var (_, trace) = new ProtocolModel(workers: 2, Claims, mutant, scope).Check();
        Assert.NotEmpty(trace);
    }
}
