using ImgCompress.Tests.Fixtures;
using Xunit;

namespace ImgCompress.Tests.Protocol;

/// <summary>"Putting originals back" of docs/protocol.md, as <see cref="RestoreModel"/> has it.</summary>
public sealed class RestoreSafety
{
    public static TheoryData<RestoreMutant> Mutants => [.. Enum.GetValues<RestoreMutant>().Where(mutant => mutant != RestoreMutant.None)];

    /// <summary>Fewer states than are given would mean that the model no longer goes where it went.</summary>
    public static TheoryData<int, int, int> Searches()
    {
        var searches = new TheoryData<int, int, int> { { 4, 0, 40_000 }, { 3, 1, 67_000 } };
        if (LongTests.Cases > 0)
        {
            searches.Add(4, 1, 850_000);
        }

        return searches;
    }

    [Theory]
    [Trait("Speed", "Slow")]
    [MemberData(nameof(Searches))]
    public void HoldsInEveryState(int epochs, int saves, int atLeast)
    {
        var (states, trace) = new RestoreModel(epochs, RestoreMutant.None, saves).Check();
        TestContext.Current.TestOutputHelper?.WriteLine($"{states} states");
        Assert.True(trace.Count == 0, string.Join(Environment.NewLine, trace));
        Assert.InRange(states, atLeast, int.MaxValue);
    }

    /// <summary>Without any one of its safeguards it is broken: each is needed, and the model would notice.</summary>
    [Theory]
    [MemberData(nameof(Mutants))]
    public void IsBrokenWithoutAnyOneSafeguard(RestoreMutant mutant)
    {
        var exchanges = mutant is RestoreMutant.DisplacedRemovedUnseen or RestoreMutant.FenceRemovesUnseen
            or RestoreMutant.FenceLooksBeforeItTakes or RestoreMutant.NotLookedAtAfterTheFence;
        Assert.NotEmpty(new RestoreModel(exchanges ? 3 : 4, mutant, exchanges ? 1 : 0).Check().Trace);
    }

    /// <summary>
    /// "Two saves and a death" of "What is not covered": nothing less than that breaks it. The same exchange is that of a replacement.
    /// </summary>
    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(false)]
    [InlineData(true)]
    public void LosesTheSecondOfTwoSavesOnlyWhereAProcessEndsBetweenTwoExchanges(bool endsBetweenExchanges)
    {
        var (states, trace) = new RestoreModel(3, RestoreMutant.None, saves: 2, endsBetweenExchanges).Check();
        TestContext.Current.TestOutputHelper?.WriteLine($"{states} states");
        if (endsBetweenExchanges)
        {
            Assert.Equal("what was saved is lost", trace[^1]);
        }
        else
        {
            Assert.True(trace.Count == 0, string.Join(Environment.NewLine, trace));
        }
    }
}
