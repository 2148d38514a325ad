using Xunit;
using static ImgCompress.Tests.Protocol.NestedRootsModel.Kind;

namespace ImgCompress.Tests.Protocol;

/// <summary>Of two roots, one in the other, one at most puts a file in place, as <see cref="NestedRootsModel"/> has it.</summary>
public sealed class NestedRootsSafety
{
    private static readonly NestedRootsModel.Kind[] Processes = [Above, Above, Below, Below, Adopter];

    public static TheoryData<NestedRootsMutant> Mutants =>
        [.. Enum.GetValues<NestedRootsMutant>().Where(mutant => mutant != NestedRootsMutant.None)];

    [Fact]
    public void HoldsWhereBothAreTakenAtTheSameMoment()
    {
        var (states, placed, trace) = new NestedRootsModel(Processes, wasMarked: false, NestedRootsMutant.None).Check();

        TestContext.Current.TestOutputHelper?.WriteLine($"{states} states");
        Assert.True(trace.Count == 0, string.Join(Environment.NewLine, trace));
        Assert.InRange(states, 10_000, int.MaxValue);
        Assert.Equal(3, placed.Count);
    }

    [Fact]
    public void LeavesTheFileToTheOneThatWasMarkedBefore()
    {
        var (_, placed, trace) = new NestedRootsModel(Processes, wasMarked: true, NestedRootsMutant.None).Check();

        Assert.True(trace.Count == 0, string.Join(Environment.NewLine, trace));
        Assert.Equal(new HashSet<NestedRootsModel.Kind> { Below, Adopter }, placed);
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void IsBrokenWithoutAnyOneSafeguard(NestedRootsMutant mutant) =>
        Assert.NotEmpty(new NestedRootsModel([Above, Below, Adopter], wasMarked: false, mutant).Check().Trace);
}
