using Xunit;
using static ImgCompress.Tests.Protocol.OwnershipModel.Kind;

namespace ImgCompress.Tests.Protocol;

/// <summary>"One root, one ledger" of docs/protocol.md, as <see cref="OwnershipModel"/> has it.</summary>
public sealed class OwnershipSafety
{
    private static readonly (OwnershipModel.Kind, int)[] Adopted = [(Taker, 1), (Adopter, 2)];
    private static readonly (OwnershipModel.Kind, int)[] AdoptedByBoth = [(Adopter, 1), (Adopter, 2)];
    private static readonly (OwnershipModel.Kind, int)[] AdoptedTwice = [(Adopter, 1), (Adopter, 1)];
    private static readonly (OwnershipModel.Kind, int)[] AdoptedWhileBothTakeIt = [(Taker, 1), (Taker, 2), (Adopter, 2)];

    public static TheoryData<OwnershipMutant> Mutants =>
        [.. Enum.GetValues<OwnershipMutant>().Where(mutant => mutant != OwnershipMutant.None)];

    [Fact]
    public void HoldsWhereAWorkerMeetsAnAdoption() => RequireSafe(Adopted, atLeast: 2_000);

    [Fact]
    public void HoldsWhereBothLedgersAdopt() => RequireSafe(AdoptedByBoth, atLeast: 3_000);

    [Fact]
    public void HoldsWhereALedgerAdoptsTwice() => RequireSafe(AdoptedTwice, atLeast: 1_000);

    [Fact]
    [Trait("Speed", "Slow")]
    public void HoldsWhereWorkersOfBothLedgersMeetAnAdoption() => RequireSafe(AdoptedWhileBothTakeIt, atLeast: 500_000);

    /// <summary>Without any one of its safeguards it is broken: each is needed, and the model would notice.</summary>
    [Theory]
    [MemberData(nameof(Mutants))]
    public void IsBrokenWithoutAnyOneSafeguard(OwnershipMutant mutant) => Assert.Contains(
        new[] { Adopted, AdoptedByBoth, AdoptedTwice }, processes => new OwnershipModel(processes, mutant).Check().Trace.Count > 0);

    private static void RequireSafe((OwnershipModel.Kind, int)[] processes, int atLeast)
    {
        var (states, placed, trace) = new OwnershipModel(processes, OwnershipMutant.None).Check();
        TestContext.Current.TestOutputHelper?.WriteLine($"{states} states");
        Assert.True(trace.Count == 0, string.Join(Environment.NewLine, trace));

        // Far fewer would mean that the model no longer goes where it went.
        Assert.InRange(states, atLeast, int.MaxValue);
        Assert.NotEqual(0, placed);
    }
}
