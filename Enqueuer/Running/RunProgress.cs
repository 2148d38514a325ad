using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Ledger;
using ImgCompress.Queue;

namespace ImgCompress.Enqueuer.Running;

/// <summary>How far a run is, for the display; the ledger has the truth. Safe to use from several threads.</summary>
internal sealed class RunProgress(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly long _started = time.GetTimestamp();
    private readonly Dictionary<string, (long Bytes, long Began)> _inProgress = new(StringComparer.Ordinal);
    private readonly Pace _pace = new();
    private long? _firstBegan;
    private TimeSpan _worked;
    private Sizes _sizes;
    private long _ended;
    private long _endedBytes;
    private long _failed;
    private long _credentialsDropped;

    public SubmissionProgress Submission { get; } = new();

    public TimeSpan Elapsed => time.GetElapsedTime(_started);

    /// <summary>Told of each file that fails, as it does, and is not merely skipped; by any thread.</summary>
    public Action<JobRow?, RelativePath, Failure>? Failed { get; init; }

    /// <summary>The job, once it is known.</summary>
    public JobRow? Job { get; set; }

    /// <summary>How many of the job's items earlier runs have ended.</summary>
    public long EndedBefore { get; set; }

    /// <summary>A delivery begins.</summary>
    public void Begin(ReceivedMessage received)
    {
        lock (_lock)
        {
            _firstBegan ??= time.GetTimestamp();
            _inProgress[received.ReceiptHandle] = (Math.Max(0, received.Weight ?? 0), time.GetTimestamp());
        }
    }

    /// <summary>A delivery has ended.</summary>
    public void Report(DeliveryReport delivered)
    {
        lock (_lock)
        {
            var (bytes, duration) = (0L, TimeSpan.Zero);
            if (delivered.Received is { } received && _inProgress.Remove(received.ReceiptHandle, out var delivery))
            {
                (bytes, duration) = (delivery.Bytes, time.GetElapsedTime(delivery.Began));
                _worked += duration;
            }

            switch (delivered.Result)
            {
                case DeliveryResult.Completed(_, var sizes, var droppedCredentials):
                    _sizes += sizes;
                    _credentialsDropped += droppedCredentials ? 1 : 0;
                    End(bytes, duration);
                    break;
                case DeliveryResult.DeadLettered:
                    _failed++;
                    End(bytes, duration);
                    break;
                case DeliveryResult.Skipped:
                    End(bytes, duration);
                    break;
            }
        }

        if (delivered is { Message: { } message, Result: DeliveryResult.DeadLettered(var reason, _) })
        {
            Failed?.Invoke(Job, message.Path, reason);
        }
    }

    public ProgressSnapshot Snapshot()
    {
        lock (_lock)
        {
            var work = WorkLeft();
            return new(_ended, Submission.Open, Submission.IsSealed, _failed, _sizes, Elapsed)
            {
                EndedBefore = EndedBefore,
                CredentialsDropped = _credentialsDropped,
                Part = Submission.IsSealed && _ended == Submission.Open ? 1
                    : work is { } rest && Worked() > TimeSpan.Zero ? Worked() / (Worked() + rest) : 0,
                TimeLeft = Submission.IsSealed && work is { } left ? left / SideBySide() : null,
            };
        }
    }

    private void End(long bytes, TimeSpan duration)
    {
        _ended++;
        _endedBytes += bytes;
        _pace.Add(bytes, duration);
    }

    /// <summary>What the files that have not ended will still take, one after the other; null before any has ended.</summary>
    private TimeSpan? WorkLeft()
    {
        if (!_pace.IsKnown)
        {
            return null;
        }

        var work = _pace.Of(Math.Max(0, Submission.Open - _ended), Math.Max(0, Submission.OpenBytes - _endedBytes));
        foreach (var (bytes, began) in _inProgress.Values)
        {
            // A file that takes longer than its like is about to end, as far as anybody can tell.
            var (sofar, whole) = (time.GetElapsedTime(began), _pace.Of(1, bytes));
            work -= sofar < whole ? sofar : whole;
        }

        return work > TimeSpan.Zero ? work : TimeSpan.Zero;
    }

    /// <summary>The time of all deliveries so far, those in progress included, one after the other.</summary>
    private TimeSpan Worked() => _inProgress.Values.Aggregate(_worked, (sum, delivery) => sum + time.GetElapsedTime(delivery.Began));

    /// <summary>How many files have been in progress at a time, on average; at the end no more than there are.</summary>
    private double SideBySide()
    {
        var elapsed = _firstBegan is { } first ? time.GetElapsedTime(first) : TimeSpan.Zero;
        var average = elapsed > TimeSpan.Zero ? Math.Max(0.01, Worked() / elapsed) : 1;
        return Math.Min(average, Math.Max(1, Submission.Open - _ended));
    }
}
