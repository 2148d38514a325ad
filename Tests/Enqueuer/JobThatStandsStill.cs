using ImgCompress.Contracts;
using ImgCompress.Engine.Polling;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using ImgCompress.Queue.Sqlite;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>A job that nobody works on, and what looks after it.</summary>
public sealed class JobThatStandsStill : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly WorkerFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(5, 0, 0, false)]
    [InlineData(5, 0, 2, true)]
    [InlineData(5, 1, 2, false)]
    [InlineData(0, 1, 2, false)]
    public async Task IsKnownByItsQueueAndItsLastProgress(long waiting, long inFlight, int minutes, bool standsStill)
    {
        var job = await SubmitAsync();
        var counts = Counts.None with { Items = 1, Changed = _fixture.Clock.GetUtcNow() };

        var standing = new JobStanding(job, counts, new(waiting, inFlight), _fixture.Clock.GetUtcNow() + (minutes * Minute));

        Assert.Equal(standsStill ? counts.Changed : null, standing.StandsStillSince);
        Assert.Null((standing with { Job = job with { Paused = "by hand" } }).StandsStillSince);
        Assert.Null((standing with { Job = job with { State = JobState.Loading } }).StandsStillSince);
        Assert.Null((standing with { Counts = counts with { Done = 1 } }).StandsStillSince);
    }

    [Fact]
    public async Task IsReconciledByWhoeverWaitsForIt()
    {
        var job = await SubmitAsync();
        using var queue = new SqliteQueue(_fixture.Directory.At(".img-compress/queue.db"), _fixture.Clock);
        using var stop = new CancellationTokenSource();
        var found = new List<ReconcileResult>();
        var wait = new JobWait(_fixture.Ledger, queue, _fixture.Clock)
        {
            Reconciled = result =>
            {
                found.Add(result);
                stop.Cancel();
            },
        }.WaitAsync(job.Id, stop.Token);
        while (!wait.IsCompleted)
        {
            _fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await wait;
        Assert.Equal((1, 1), (Assert.Single(found).Unfinished, found[0].Sent));
        Assert.Equal(1, (await queue.CountMessagesAsync(CancellationToken.None)).Waiting);
    }

    /// <summary>Of a submission that was overtaken, after its item of before had ended.</summary>
    [Fact]
    public async Task WithAnItemThatCameAfterItsSealIsNotFinishedAndGoesOn()
    {
        var job = await SubmitAsync();
        await _fixture.DeliverAsync(job, "a.png");
        Assert.True(job.IsFinished(await _fixture.Ledger.CountAsync(job.Id, CancellationToken.None)));
        await _fixture.Ledger.EnqueueAsync(job, [new(WorkerFixture.At("late.png"), null)], CancellationToken.None);
        using var queue = new SqliteQueue(_fixture.Directory.At(".img-compress/queue.db"), _fixture.Clock);

        var reconciled = await new Reconciler(_fixture.Ledger, queue, root: null)
            .ReconcileAsync(only: null, anyway: false, CancellationToken.None);

        var counts = await _fixture.Ledger.CountAsync(job.Id, CancellationToken.None);
        Assert.False(job.IsFinished(counts));
        Assert.Equal((2, 1, 1), (job.TotalOf(counts), counts.Ended, reconciled.Sent));
    }

    /// <summary>Its worker ended before it sent the letter, and its message was taken off the queue while the job was paused.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task WithAFailedItemThatHasNoLetterGetsIt(bool isUnfinished, bool isNamed)
    {
        _fixture.Directory.Write("broken.png", "no picture"u8);
        var job = await SubmitAsync();
        await _fixture.DeliverAsync(job, "broken.png");
        if (!isUnfinished)
        {
            await _fixture.DeliverAsync(job, "a.png");
        }

        using var queue = new SqliteQueue(_fixture.Directory.At(".img-compress/queue.db"), _fixture.Clock);
        var reconciler = new Reconciler(_fixture.Ledger, queue, root: null);
        var reconciled = await reconciler.ReconcileAsync(isNamed ? job : null, anyway: false, CancellationToken.None);
        await DeliverAllAsync(queue);
        var letter = Assert.Single(await queue.PeekDeadLettersAsync(2, CancellationToken.None));
        var again = await reconciler.ReconcileAsync(isNamed ? job : null, anyway: false, CancellationToken.None);

        Assert.Equal((isUnfinished ? 1 : 0, isUnfinished ? 2 : 1), (reconciled.Unfinished, reconciled.Sent));
        Assert.Equal(FailureReason.NotAnImage, letter.Failure.Reason);
        Assert.Equal(1, JobMessage.Parse(letter.Body, out _)!.Redrive);
        Assert.Equal(0, again.Sent);
    }

    private async Task DeliverAllAsync(SqliteQueue queue)
    {
        var poller = new Poller(queue, _fixture.Processor(), TimeSpan.FromMinutes(1), _fixture.Clock, _ => { });
        await poller.RunAsync(parallel: 1, _ => Task.FromResult(false), CancellationToken.None);
    }

    private Task<JobRow> SubmitAsync()
    {
        _fixture.Directory.Write("a.png", Png.Noise(8, 6));
        return _fixture.SubmitAsync();
    }
}
