using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Tests.Fixtures.Wrappers;

/// <summary>Who is dead fails nothing and gives nothing back.</summary>
internal sealed class MortalLedger(IJobLedger ledger, CrashPoint life) : ForwardingLedger(ledger)
{
    public override Task<bool> FailAsync(FileRow claimed, Failure failure, CancellationToken cancellationToken) =>
        life.IsOver ? throw new WorkerDiedException() : base.FailAsync(claimed, failure, cancellationToken);

    public override Task ReleaseAsync(FileRow claimed, Failure? failure, CancellationToken cancellationToken) =>
        life.IsOver ? throw new WorkerDiedException() : base.ReleaseAsync(claimed, failure, cancellationToken);

    public override Task<bool> FinishAsync(FileRow claimed, Finish finish, CancellationToken cancellationToken) =>
        life.IsOver ? throw new WorkerDiedException() : base.FinishAsync(claimed, finish, cancellationToken);
}
