using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures.Simulation;

namespace ImgCompress.Tests.Fixtures.Ledger;

/// <summary>What the simulator takes for a ledger keeps what the real ones keep.</summary>
/// <param name="place">As which of them.</param>
internal sealed class SimulatedLedgerFixture(LedgerPlace place) : LedgerFixture
{
    private readonly LedgerStore _store = new();
    private DirectCaller? _caller;

    public override ValueTask<IJobLedger> OpenAsync(TimeProvider time) => new(new SimulatedLedger(_store, _caller ??= new(time), place));

    protected override ValueTask RemoveAsync() => default;
}
