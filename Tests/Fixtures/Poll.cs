using Xunit;

namespace ImgCompress.Tests.Fixtures;

/// <summary>Waits for what another process does.</summary>
internal static class Poll
{
    /// <summary>Rare enough that those who wait leave the processors to those who work.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(Interval, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
