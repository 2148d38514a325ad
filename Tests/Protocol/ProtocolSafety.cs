using Xunit;

namespace ImgCompress.Tests.Protocol;

/// <summary>The protocol of docs/protocol.md, as <see cref="ProtocolModel"/> has it.</summary>
public sealed class ProtocolSafety
{
    public static TheoryData<Mutant> Mutants => [.. Enum.GetValues<Mutant>().Where(mutant => mutant != Mutant.None)];

    [Fact]
    [Trait("Speed", "Slow")]
    public void HoldsInEveryStateOfTwoWorkers() => RequireSafe(workers: 2, claims: 2, atLeast: 700_000);

    [Fact]
    [Trait("Speed", "Slow")]
    public void HoldsInEveryStateOfThreeWorkers() => RequireSafe(workers: 3, claims: 2, atLeast: 5_000_000);

    [Fact]
    [Trait("Speed", "Slow")]
    public void HoldsWhereNamesAreExchanged() => RequireSafe(workers: 2, claims: 2, atLeast: 1_200_000, exchanges: true);

    /// <summary>Without any one of its safeguards it is broken: each is needed, and the model would notice.</summary>
    [Theory]
    [MemberData(nameof(Mutants))]
    public void IsBrokenWithoutAnyOneSafeguard(Mutant mutant)
    {
        var exchanges = mutant is Mutant.DisplacedRemovedUnseen or Mutant.FenceRemovesUnseen
            or Mutant.FenceLooksBeforeItTakes or Mutant.TempNotHeldOpen or Mutant.TempKnownByNumberAlone;
        var (_, trace) = new ProtocolModel(workers: 2, claims: 2, mutant, exchanges).Check();
        Assert.NotEmpty(trace);
    }

    private static void RequireSafe(int workers, int claims, int atLeast, bool exchanges = false)
    {
        var (states, trace) = new ProtocolModel(workers, claims, Mutant.None, exchanges).Check();
        Assert.True(trace.Count == 0, string.Join(Environment.NewLine, trace));

        // Far fewer would mean that the model no longer goes where it went.
        Assert.InRange(states, atLeast, int.MaxValue);
    }
}
