using ImgCompress.Ledger;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>What an invocation has resized is finished by one call of the ledger, and acknowledged only then.</summary>
public sealed class BatchThatIsFinishedTogether : IDisposable
{
    private static readonly byte[] Original = Png.Noise(40, 30);

    private readonly WorkerFunction _function = new();

    [Fact]
    public async Task TakesOneCallForAllOfIt()
    {
        var job = await SubmitAsync("a.png", "b.png", "c.png");
        using var ledger = new WatchedLedger(_function.Fixture.Ledger);

        var answer = await InvokeAsync(ledger);

        Assert.Equal(WorkerFunction.Failures(), answer);
        Assert.Equal([3], ledger.Together);
        Assert.Equal(3, (await _function.Fixture.CountAsync(job)).Done);
    }

    /// <summary>What comes again may be what ended the process: what has been resized before it is finished before it.</summary>
    [Fact]
    public async Task IsFinishedBeforeAMessageThatComesAgain()
    {
        var job = await SubmitAsync("a.png", "b.png", "c.png");
        foreach (var message in await _function.ReceiveAsync(max: 1))
        {
            await _function.Queue.ChangeVisibilityAsync(message, TimeSpan.Zero, CancellationToken.None);
        }

        using var ledger = new WatchedLedger(_function.Fixture.Ledger);

        await InvokeAsync(ledger);

        Assert.Equal([2], ledger.Together);
        Assert.Equal(1, ledger.Alone);
        Assert.Equal(3, (await _function.Fixture.CountAsync(job)).Done);
    }

    [Fact]
    public async Task ComesAgainAsAWholeWhereTheLedgerFails()
    {
        var job = await SubmitAsync("a.png", "b.png");
        using var ledger = new WatchedLedger(_function.Fixture.Ledger) { Fails = true };
        var batch = await _function.ReceiveAsync();

        var answer = await _function.InvokeAsync(batch, _function.Handler(_function.Fixture.Processor(ledger: ledger), parallel: 1));

        Assert.All(batch, message => Assert.Contains(WorkerFunction.IdOf(message), answer, StringComparison.Ordinal));
        Assert.Equal((0, 0), Ended(await _function.Fixture.CountAsync(job)));
        Assert.Equal(WorkerFixture.Halved(Original), _function.Fixture.Directory.Read("a.png"));
        _function.Fixture.Clock.Advance(TimeSpan.FromMinutes(1));
        ledger.Fails = false;
        Assert.Equal(WorkerFunction.Failures(), await InvokeAsync(ledger));
        Assert.Equal((2, 0), Ended(await _function.Fixture.CountAsync(job)));
        Assert.Equal(WorkerFixture.Halved(Original), _function.Fixture.Directory.Read("a.png"));
    }

    /// <summary>As if the process were killed between the last rename and the finish.</summary>
    [Fact]
    public async Task IsFoundInPlaceByTheNextDeliveriesWhereTheProcessWasKilled()
    {
        var job = await SubmitAsync("a.png", "b.png");
        var processor = _function.Fixture.Processor();
        foreach (var name in new[] { "a.png", "b.png" })
        {
            await processor.ProcessAsync(new(job.Id, WorkerFixture.At(name)), null, finishesLater: true, CancellationToken.None);
        }

        Assert.Equal((0, 0), Ended(await _function.Fixture.CountAsync(job)));
        _function.Fixture.LetTheLeaseRunOut();

        Assert.Equal(WorkerFunction.Failures(), await _function.InvokeAsync(await _function.ReceiveAsync()));
        var counts = await _function.Fixture.CountAsync(job);
        Assert.Equal((2, 2 * Original.Length), (counts.Done, counts.Sizes.BytesIn));
        Assert.Equal(WorkerFixture.Halved(Original), _function.Fixture.Directory.Read("b.png"));
    }

    public void Dispose() => _function.Dispose();

    private static (long Done, long Failed) Ended(Counts counts) => (counts.Done, counts.Failed);

    private async Task<JobRow> SubmitAsync(params string[] names)
    {
        foreach (var name in names)
        {
            _function.Fixture.Directory.Write(name, Original);
        }

        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, names);
        return job;
    }

    private async Task<string> InvokeAsync(IJobLedger ledger) => await _function.InvokeAsync(
        await _function.ReceiveAsync(), _function.Handler(_function.Fixture.Processor(ledger: ledger), parallel: 1));

    private sealed class WatchedLedger(IJobLedger ledger) : ForwardingLedger(ledger), IJobLedger
    {
        private readonly Func<IReadOnlyList<(FileRow Claimed, Finish Finish)>, CancellationToken, Task<IReadOnlyList<bool>>> _finishAll =
            ledger.FinishAllAsync;

        /// <summary>How many items each call finished.</summary>
        public List<int> Together { get; } = [];

        public int Alone { get; private set; }

        public bool Fails { get; set; }

        public override Task<bool> FinishAsync(FileRow claimed, Finish finish, CancellationToken cancellationToken)
        {
            Alone++;
            return base.FinishAsync(claimed, finish, cancellationToken);
        }

        Task<IReadOnlyList<bool>> IJobLedger.FinishAllAsync(
            IReadOnlyList<(FileRow Claimed, Finish Finish)> finishes, CancellationToken cancellationToken)
        {
            Together.Add(finishes.Count);
            return Fails ? throw new InvalidOperationException("no answer") : _finishAll(finishes, cancellationToken);
        }
    }
}
