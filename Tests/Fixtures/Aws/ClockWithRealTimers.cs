namespace ImgCompress.Tests.Fixtures.Aws;

/// <summary>The time of day that a test sets, with delays that pass by themselves: those between tries of a call.</summary>
internal sealed class ClockWithRealTimers(TimeProvider clock) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();
}
