using ImgCompress.Aws;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImgCompress.Tests.Aws;

/// <summary>Calls of a service that is away for a while.</summary>
public sealed class ServiceThatStopsAnswering
{
    private readonly FakeTimeProvider _time = new() { AutoAdvanceAmount = TimeSpan.Zero };

    [Fact]
    public async Task IsWaitedForWhereItHasAnsweredBefore()
    {
        var calls = Calls();
        Assert.Equal(1, await calls.CallAsync(() => Task.FromResult(1), CancellationToken.None));
        var away = _time.GetUtcNow() + TimeSpan.FromSeconds(20);

        var call = calls.CallAsync(
            () => _time.GetUtcNow() < away ? throw new HttpRequestException("no answer") : Task.FromResult(2), CancellationToken.None);

        Assert.Equal(2, await AdvanceUntilItEndsAsync(call));
        Assert.InRange(_time.GetUtcNow(), away, away + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task IsReportedInTheEnd()
    {
        var calls = Calls();
        await calls.CallAsync(() => Task.FromResult(1), CancellationToken.None);
        var began = _time.GetUtcNow();

        var call = calls.To("the queue 'q'").CallAsync<int>(() => throw new HttpRequestException("no answer"), CancellationToken.None);

        await Assert.ThrowsAsync<AwsFaultException>(() => AdvanceUntilItEndsAsync(call));
        Assert.InRange(_time.GetUtcNow() - began, AwsCalls.Patience, 2 * AwsCalls.Patience);
    }

    [Fact]
    public async Task IsReportedSoonWhereItHasNeverAnswered()
    {
        var tries = 0;
        var call = Calls().CallAsync<int>(
            () =>
            {
                tries++;
                throw new HttpRequestException("no answer");
            },
            CancellationToken.None);

        await Assert.ThrowsAsync<AwsFaultException>(() => AdvanceUntilItEndsAsync(call));
        Assert.Equal(5, tries);
    }

    private AwsCalls Calls() => new("the table 't'", "e", _time, new Random(1));

    private async Task<int> AdvanceUntilItEndsAsync(Task<int> call)
    {
        while (!call.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }

        return await call;
    }
}
