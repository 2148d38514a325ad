using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>A ledger without one of the safeguards.</summary>
internal sealed class MutantLedger(Side side, ICaller caller, SimulatedMutant mutant) : SimulatedLedger(side.Ledger, caller, side.Place)
{
    public override Task<JobRow?> AdvanceAsync(JobRow job, RelativePath cursor, long leftOut, CancellationToken cancellationToken) =>
        mutant == SimulatedMutant.CursorWithoutCondition
            ? AdvanceAsync(job, cursor, leftOut, _ => true)
            : base.AdvanceAsync(job, cursor, leftOut, cancellationToken);

    public override async Task<ClaimResult> ClaimAsync(
        JobMessage message, TimeSpan lease, bool alone, CancellationToken cancellationToken)
    {
        var answer = await base.ClaimAsync(message, lease, alone, cancellationToken);
        switch (answer)
        {
            case ClaimResult.Granted(var row, var job) when mutant == SimulatedMutant.NoFingerprint:
                var unknown = Fingerprint.Of("unknown"u8);
                return new ClaimResult.Granted(
                    row with { Source = null, LastResult = null, Intents = [.. row.Intents.Select(one => one with { Content = unknown })] },
                    job);
            case ClaimResult.Held when mutant == SimulatedMutant.AttemptsCountedByTheQueue:
                await WriteAsync("count attempt", () =>
                {
                    Store.Set(Store.Find(message.Path)! with { Attempts = Store.Find(message.Path)!.Attempts + 1 });
                    return true;
                });
                return answer;
            default:
                return answer;
        }
    }

    public override async Task<bool> FinishAsync(FileRow claimed, Finish finish, CancellationToken cancellationToken)
    {
        var finished = await base.FinishAsync(claimed, finish, cancellationToken);
        if (!finished && mutant == SimulatedMutant.BareCounter)
        {
            await WriteAsync("count bare", () =>
            {
                Store.Count(claimed.Job, counts => counts with { Done = counts.Done + 1 });
                return true;
            });
        }

        return finished;
    }

    public override Task<bool> RecordIntentAsync(
        FileRow claimed, Fingerprint source, RecordedIntent intent, Sizes sizes, FileHistory? history,
        CancellationToken cancellationToken) =>
        mutant != SimulatedMutant.IntentWithoutCondition
            ? base.RecordIntentAsync(claimed, source, intent, sizes, history, cancellationToken)
            : WriteAsync("intent", () =>
            {
                var row = Store.Find(claimed.Path)!;
                Store.Set(intent.Content, history!);
                Store.Set(row with { Source = row.Source ?? source, Intents = [.. row.Intents, intent], Sizes = sizes });
                return true;
            });

    public override Task<bool> FailAsync(FileRow claimed, Failure failure, CancellationToken cancellationToken) => mutant switch
    {
        SimulatedMutant.VerdictWithoutCondition => WriteAsync("fail", () =>
        {
            if (Store.Find(claimed.Path) is not { } row || row.Job != claimed.Job)
            {
                return false;
            }

            Store.Set(Failed(row, claimed, failure));
            return true;
        }),
        SimulatedMutant.VerdictWhileResultsStand when failure.Reason == FailureReason.Unknown =>
            base.FailAsync(claimed, failure with { Reason = FailureReason.Exhausted }, cancellationToken),
        _ => base.FailAsync(claimed, failure, cancellationToken),
    };

    public override Task ReleaseAsync(FileRow claimed, Failure? failure, CancellationToken cancellationToken) =>
        mutant == SimulatedMutant.VerdictWhileResultsStand && failure?.Reason.IsTransient() is false
            ? FailAsync(claimed, failure, cancellationToken)
            : base.ReleaseAsync(claimed, failure, cancellationToken);

    public override Task<FileHistory?> FindHistoryAsync(Fingerprint content, CancellationToken cancellationToken) =>
        mutant == SimulatedMutant.NoFingerprint
            ? Task.FromResult<FileHistory?>(null)
            : base.FindHistoryAsync(content, cancellationToken);

    protected override (EnqueueResult Answer, FileRow? Write) Apply(JobRow job, ScannedFile file, FileRow? row, bool isCancelled)
    {
        var (answer, write) = base.Apply(job, file, row, isCancelled);
        return (answer, mutant == SimulatedMutant.ResultsNotCarried && write is not null ? write with { Intents = [] } : write);
    }
}
