using ImgCompress.Engine.Delivery;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>How far a run is, for the display; the ledger has the truth. Safe to use from several threads.</summary>
internal sealed class RunProgress(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();
    private Sizes _sizes;
    private long _ended;
    private long _failed;
    private long _credentialsDropped;

    public SubmissionProgress Submission { get; } = new();

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    public void Report(DeliveryReport delivered)
    {
        lock (_lock)
        {
            switch (delivered.Result)
            {
                case DeliveryResult.Completed(_, var sizes, var droppedCredentials):
                    _sizes += sizes;
                    _credentialsDropped += droppedCredentials ? 1 : 0;
                    _ended++;
                    break;
                case DeliveryResult.DeadLettered(var failure, _):
                    _ended++;
                    _failed += Counts.IsSkipped(failure) ? 0 : 1;
                    break;
            }
        }
    }

    public ProgressSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new(_ended, Submission.Open, Submission.OpenBytes, Submission.IsSealed, _failed, _sizes, Elapsed)
            {
                CredentialsDropped = _credentialsDropped,
            };
        }
    }
}
