using Xunit;

namespace ImgCompress.Tests.Protocol;

/// <summary>"Putting originals back" of docs/protocol.md, as <see cref="RestoreModel"/> has it.</summary>
public sealed class RestoreSafety
{
    public static TheoryData<RestoreMutant> Mutants => [.. Enum.GetValues<RestoreMutant>().Where(mutant => mutant != RestoreMutant.None)];

    [Theory]
    [Trait("Speed", "Slow")]
    [InlineData(false)]
    [InlineData(true)]
    public void HoldsInEveryState(bool exchanges)
    {
        var (states, trace) = new RestoreModel(epochs: 4, RestoreMutant.None, exchanges).Check();
        TestContext.Current.TestOutputHelper?.WriteLine($"{states} states");
        Assert.True(trace.Count == 0, string.Join(Environment.NewLine, trace));
        Assert.InRange(states, exchanges ? 600_000 : 30_000, int.MaxValue);
    }

    /// <summary>Without any one of its safeguards it is broken: each is needed, and the model would notice.</summary>
    [Theory]
    [MemberData(nameof(Mutants))]
    public void IsBrokenWithoutAnyOneSafeguard(RestoreMutant mutant) =>
        Assert.NotEmpty(new RestoreModel(epochs: 4, mutant, exchanges: true).Check().Trace);
}
