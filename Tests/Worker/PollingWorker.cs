using System.Collections.Concurrent;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Polling;
using ImgCompress.Queue;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

public sealed class PollingWorker : IDisposable
{
    private static readonly TimeSpan Visibility = TimeSpan.FromMinutes(3);

    private readonly WorkerFunction _function = new();
    private readonly ConcurrentBag<DeliveryReport> _delivered = [];
    private readonly ConcurrentBag<Exception> _faults = [];
    private readonly CancellationTokenSource _stop = new();

    [Fact]
    public async Task WorksUntilNothingIsLeft()
    {
        var job = await SubmitAsync(25);
        _function.Fixture.Directory.Write("3.png", "no image"u8);

        await RunAsync(_function.Queue);

        var counts = await _function.Fixture.CountAsync(job);
        Assert.Equal((24, 1), (counts.Done, counts.Failed));
        Assert.Equal("NotAnImage", Assert.Single(await _function.DeadLettersAsync()).Value);
        Assert.Null(_function.Queue.NextVisible());
        Assert.Equal(25, _delivered.Count);
    }

    [Fact]
    public async Task KeepsTheMessageOfLongWorkHidden()
    {
        var job = await SubmitAsync(1);
        using var root = new StalledRoot(_function.Fixture.Root);
        using var queue = new WatchedQueue(_function.Queue);
        var run = RunAsync(queue, _function.Fixture.Processor(root), parallel: 1);
        await root.Reached;

        while (queue.Extensions < 5)
        {
            _function.Fixture.Clock.Advance(Visibility / 3);
            await Task.Yield();
        }

        var others = await _function.ReceiveAsync();
        root.GoOn();
        await run;

        Assert.Empty(others);
        Assert.Equal(1, (await _function.Fixture.CountAsync(job)).Done);
        Assert.Null(_function.Queue.NextVisible());
    }

    [Fact]
    public async Task ThatIsToldToStopEndsWhatItHasBegunAndBeginsNothingMore()
    {
        var job = await SubmitAsync(3);
        using var root = new StalledRoot(_function.Fixture.Root);
        var run = RunAsync(_function.Queue, _function.Fixture.Processor(root), parallel: 1);
        await root.Reached;

        await _stop.CancelAsync();
        root.GoOn();
        await run;

        Assert.Equal(1, (await _function.Fixture.CountAsync(job)).Done);
        Assert.Equal(2, (await _function.ReceiveAsync()).Count);
    }

    [Fact]
    public async Task ReturnsAtOnceWhatItReceivedWhenItWasToldToStop()
    {
        await SubmitAsync(3);
        using var queue = new LateQueue(_function.Queue, _stop);

        await RunAsync(queue, parallel: 3);

        Assert.Empty(_delivered);
        Assert.Equal(3, (await _function.ReceiveAsync()).Count);
    }

    [Fact]
    public async Task AsksAFailingBackendAgainLater()
    {
        var job = await SubmitAsync(3);
        using var queue = new FlakyQueue(_function.Queue, faults: 4);
        var run = RunAsync(queue);

        while (!run.IsCompleted)
        {
            _function.Fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        await run;
        Assert.Equal(4, _faults.Count);
        Assert.Equal(3, (await _function.Fixture.CountAsync(job)).Done);
    }

    [Fact]
    public async Task EndsAtAFaultWhereNobodyIsToldOfIt()
    {
        await SubmitAsync(3);
        using var queue = new FlakyQueue(_function.Queue, faults: 1);
        var poller = new Poller(queue, _function.Fixture.Processor(), Visibility, _function.Fixture.Clock, _delivered.Add);

        await Assert.ThrowsAsync<InvalidOperationException>(() => poller.RunAsync(2, IdleAsync, _stop.Token));
    }

    /// <summary>Its thread cannot be stopped, so the process has to be; the other deliveries end before.</summary>
    [Fact]
    public async Task EndsWhereADeliveryHangs()
    {
        var job = await SubmitAsync(1);
        using var hanging = new StalledRoot(_function.Fixture.Root);
        var poller = new Poller(_function.Queue, _function.Fixture.Processor(hanging), Visibility, _function.Fixture.Clock, _delivered.Add)
        {
            Fault = _faults.Add,
            HangsAfter = Visibility * 3,
        };

        var run = poller.RunAsync(2, IdleAsync, _stop.Token);
        await hanging.Reached;
        while (!run.IsCompleted)
        {
            _function.Fixture.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var hung = await Assert.ThrowsAsync<HungDeliveryException>(() => run);
        Assert.Equal(0, (await _function.Fixture.CountAsync(job)).Ended);
        hanging.GoOn();
        await Poll.UntilAsync(async () => (await _function.Fixture.CountAsync(job)).Ended == 1);
        Assert.StartsWith("'0.png' has been worked on for", hung.Message, StringComparison.Ordinal);
        Assert.Empty(_delivered);
    }

    public void Dispose()
    {
        _stop.Dispose();
        _function.Dispose();
    }

    private Task RunAsync(IJobQueue queue, FileProcessor? processor = null, int parallel = 2) =>
        new Poller(queue, processor ?? _function.Fixture.Processor(), Visibility, _function.Fixture.Clock, _delivered.Add)
        {
            Fault = _faults.Add,

            // The clock of these tests runs ahead of what the deliveries do.
            HangsAfter = TimeSpan.FromDays(10_000),
        }
            .RunAsync(parallel, IdleAsync, _stop.Token);

    /// <summary>Until no message is left, not even a hidden one.</summary>
    private async Task<bool> IdleAsync(CancellationToken stop)
    {
        await Task.Yield();
        return _function.Queue.NextVisible() is not null;
    }

    private async Task<ImgCompress.Ledger.JobRow> SubmitAsync(int files)
    {
        for (var i = 0; i < files; i++)
        {
            _function.Fixture.Directory.Write($"{i}.png", Png.Noise(30, 20, i + 1));
        }

        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, Enumerable.Range(0, files).Select(i => $"{i}.png"));
        return job;
    }

    private sealed class WatchedQueue(IJobQueue queue) : ForwardingQueue(queue)
    {
        private int _extensions;

        public int Extensions => Volatile.Read(ref _extensions);

        public override async Task ChangeVisibilityAsync(ReceivedMessage message, TimeSpan delay, CancellationToken cancellationToken)
        {
            await base.ChangeVisibilityAsync(message, delay, cancellationToken);
            Interlocked.Increment(ref _extensions);
        }
    }

    /// <summary>Told to stop just when it has received.</summary>
    private sealed class LateQueue(IJobQueue queue, CancellationTokenSource stop) : ForwardingQueue(queue)
    {
        public override async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(
            int max, TimeSpan visibility, CancellationToken cancellationToken)
        {
            var received = await base.ReceiveAsync(max, visibility, cancellationToken);
            await stop.CancelAsync();
            return received;
        }
    }

    /// <summary>Fails each second call until it has failed so often: at receiving and at deleting in turn.</summary>
    private sealed class FlakyQueue(IJobQueue queue, int faults) : ForwardingQueue(queue)
    {
        private int _calls;
        private int _faults = faults;

        public override Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellationToken)
        {
            Fail();
            return base.ReceiveAsync(1, visibility, cancellationToken);
        }

        public override Task DeleteAsync(ReceivedMessage message, CancellationToken cancellationToken)
        {
            Fail();
            return base.DeleteAsync(message, cancellationToken);
        }

        private void Fail()
        {
            if (Interlocked.Increment(ref _calls) % 2 == 1 && Interlocked.Decrement(ref _faults) >= 0)
            {
                throw new InvalidOperationException("the backend does not answer");
            }
        }
    }
}
