using Xunit;

namespace ImgCompress.Tests.Fixtures;

/// <summary>Waits for what another process does.</summary>
internal static class Poll
{
    /// <summary>Rare enough that those who wait leave the processors to those who work.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>What has not come by then does not come: a test fails rather than that all of them hang.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Limit, "What is waited for has not come.");
            await Task.Delay(Interval, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
