using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Platform;
using ImgCompress.Queue;
using ImgCompress.Tests.Fixtures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A run whose files take a given time, on a clock of its own: what it says is left, and what then is left.</summary>
public sealed class TimeLeft
{
    private const int SmallBytes = 4_000;
    private const int LargeBytes = 4_000_000;
    private static readonly TimeSpan Small = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Large = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData(0, 3000, 1)]
    [InlineData(0, 3000, 4)]
    [InlineData(60, 0, 1)]
    [InlineData(60, 0, 2)]
    [InlineData(60, 3000, 1)]
    [InlineData(60, 3000, 4)]
    [InlineData(10, 100, 2)]
    public void IsWhatIsLeft(int large, int small, int parallel)
    {
        var run = new SimulatedRun(large, small, parallel);

        while (run.Step())
        {
            // A tenth of the files is enough to know.
            if (run.Ended * 10 > large + small && run.Progress.Snapshot().TimeLeft is { } left && run.Left.TotalSeconds > 0.5)
            {
                Assert.InRange(left / run.Left, 0.7, 1.4);
            }
        }

        Assert.Equal((1, TimeSpan.Zero), (run.Progress.Snapshot().Part, run.Progress.Snapshot().TimeLeft));
    }

    [Fact]
    public void CountsWhatIsInProgress()
    {
        var run = new SimulatedRun(large: 4, small: 0, parallel: 1);
        run.Step();
        var before = run.Progress.Snapshot();

        run.Clock.Advance(Large / 2);

        var later = run.Progress.Snapshot();
        Assert.InRange((before.TimeLeft!.Value - later.TimeLeft!.Value) / (Large / 2), 0.9, 1.1);
        Assert.True(later.Part > before.Part);
    }

    [Fact]
    public void CountsWhatHasFailed()
    {
        var run = new SimulatedRun(large: 20, small: 0, parallel: 1) { Fails = file => file % 2 == 0 };
        for (var file = 0; file < 10; file++)
        {
            run.Step();
        }

        var now = run.Progress.Snapshot();

        Assert.Equal((10, 5), (now.Ended, now.Failed));
        Assert.InRange(now.TimeLeft!.Value / run.Left, 0.9, 1.1);
        Assert.InRange(now.Part, 0.45, 0.55);
    }

    [Fact]
    public void OfAResumedRunStandsBesideTheFilesOfTheWholeJob()
    {
        var run = new SimulatedRun(large: 20, small: 0, parallel: 1);
        run.Progress.EndedBefore = 60;
        for (var file = 0; file < 10; file++)
        {
            run.Step();
        }

        var now = run.Progress.Snapshot();

        Assert.StartsWith("70/80 files, ", ProgressDisplay.OfRun.Line(now), StringComparison.Ordinal);
        Assert.InRange(now.PartOfJob, 0.86, 0.89);
        Assert.InRange(now.TimeLeft!.Value / run.Left, 0.9, 1.1);
    }

    /// <summary>A link and a stray file of a few bytes that were refused, each as slowly as a machine just started is.</summary>
    [Fact]
    public void IsNotWhatFilesOfNoSizeMakeOfLargeOnes()
    {
        var pace = new Pace();
        pace.Add(12, TimeSpan.FromSeconds(0.1));
        pace.Add(68, TimeSpan.FromSeconds(0.4));

        Assert.InRange(pace.Of(1, 200_000).TotalSeconds, 0.05, 1);
        Assert.InRange(pace.Of(1, LargeBytes).TotalSeconds, 0.05, 2);
    }

    [Fact]
    public void IsUnknownWhileTheScanIsUnderWayOrNothingHasEnded()
    {
        var clock = new FakeTimeProvider();
        var progress = new RunProgress(clock);
        progress.Submission.AddResumed(2, 2 * LargeBytes);
        progress.Begin(new("", "1", 1) { Weight = LargeBytes });

        Assert.Null(progress.Snapshot().TimeLeft);

        clock.Advance(Large);
        progress.Report(Done(new("", "1", 1), LargeBytes));

        Assert.Null(progress.Snapshot().TimeLeft);
    }

    /// <summary>The end of a scan that has found nothing more.</summary>
    private static void SealOver(SubmissionProgress submission)
    {
        using var directory = new TemporaryDirectory();
        using var root = FileRoot.Open(directory.Path);
        submission.Seal(new(root, "", new()), new HashSet<JobId>());
    }

    private static DeliveryReport Done(ReceivedMessage received, long bytes) =>
        new(null, new DeliveryResult.Completed(Outcome.Done, new(bytes, bytes / 4, bytes * 4, bytes))) { Received = received };

    /// <summary>The largest first, so many at a time.</summary>
    private sealed class SimulatedRun
    {
        private readonly Queue<(long Bytes, TimeSpan Takes)> _waiting;
        private readonly PriorityQueue<(ReceivedMessage Message, long Bytes), DateTimeOffset> _inProgress = new();
        private readonly int _parallel;
        private int _begun;
        private DateTimeOffset _end;

        public SimulatedRun(int large, int small, int parallel)
        {
            _waiting = new(Enumerable.Repeat(((long)LargeBytes, Large), large).Concat(Enumerable.Repeat(((long)SmallBytes, Small), small)));
            _parallel = parallel;
            Progress = new(Clock);
            Progress.Submission.AddResumed(_waiting.Count, _waiting.Sum(file => file.Bytes));
            SealOver(Progress.Submission);
            _end = Clock.GetUtcNow() + (_waiting.Aggregate(TimeSpan.Zero, (sum, file) => sum + file.Takes) / parallel);
            Fill();
        }

        public FakeTimeProvider Clock { get; } = new();

        public RunProgress Progress { get; }

        public Func<int, bool> Fails { get; init; } = _ => false;

        public int Ended { get; private set; }

        /// <summary>What the files that have not ended will really take.</summary>
        public TimeSpan Left => _end - Clock.GetUtcNow();

        /// <summary>Until the next file has ended; false: none is left.</summary>
        public bool Step()
        {
            if (!_inProgress.TryDequeue(out var file, out var at))
            {
                return false;
            }

            Clock.Advance(at - Clock.GetUtcNow());
            Progress.Report(Fails(Ended)
                ? new(null, new DeliveryResult.DeadLettered(new(FailureReason.Corrupt, ""))) { Received = file.Message }
                : Done(file.Message, file.Bytes));
            Ended++;
            Fill();
            return true;
        }

        private void Fill()
        {
            while (_inProgress.Count < _parallel && _waiting.TryDequeue(out var file))
            {
                var message = new ReceivedMessage("", $"{_begun++}", 1) { Weight = file.Bytes };
                Progress.Begin(message);
                _inProgress.Enqueue((message, file.Bytes), Clock.GetUtcNow() + file.Takes);
            }
        }
    }
}
