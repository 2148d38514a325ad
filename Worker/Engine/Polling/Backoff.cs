namespace ImgCompress.Engine.Polling;

/// <summary>How long to leave a backend alone that fails: from a second, doubling, up to half a minute.</summary>
public sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _failures;

    public TimeSpan Delay => Volatile.Read(ref _failures) switch
    {
        0 => TimeSpan.Zero,
        var failures when failures > 5 => Longest,
        var failures => First * Math.Pow(2, failures - 1),
    };

    public void Failed() => Interlocked.Increment(ref _failures);

    public void Succeeded() => Volatile.Write(ref _failures, 0);
}
