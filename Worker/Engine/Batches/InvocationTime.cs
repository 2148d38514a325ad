namespace ImgCompress.Engine.Batches;

/// <summary>
/// The time that an invocation has. Its last part, the margin, is kept for giving back what is in progress and for the answer: a
/// tenth of the whole, at least half a second, at most ten.
/// </summary>
public sealed class InvocationTime
{
    private static readonly TimeSpan MinMargin = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MaxMargin = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _deadline;
    private readonly TimeSpan _margin;
    private readonly DateTimeOffset _answer;

    public InvocationTime(DateTimeOffset deadline, TimeProvider time)
    {
        _time = time;
        _deadline = deadline;
        Whole = deadline - time.GetUtcNow();
        _margin = TimeSpan.FromTicks(Math.Clamp(Whole.Ticks / 10, MinMargin.Ticks, MaxMargin.Ticks));

        // Even an invocation that comes too late to begin anything has time to say so of its messages.
        _answer = deadline - ((_margin < Whole ? _margin : Whole) / 2);
    }

    /// <summary>What there was at the start.</summary>
    public TimeSpan Whole { get; }

    /// <summary>Until what is in progress is cancelled; zero when that is due.</summary>
    public TimeSpan UntilCutOff => Until(_deadline - _margin);

    /// <summary>Until the answer goes out, whatever is still in progress; zero when that is due.</summary>
    public TimeSpan UntilAnswer => Until(_answer);

    /// <summary>
    /// At least half of the time is left. What is begun now and cut off was too slow for the function; what is begun later only
    /// came late.
    /// </summary>
    public bool HasMostLeft => UntilCutOff > TimeSpan.Zero && Until(_deadline) >= Whole / 2;

    /// <summary>
    /// Whether to begin something that is expected to take so long. An estimate alone keeps nothing from being begun early.
    /// </summary>
    public bool Allows(TimeSpan expected) => HasMostLeft || (UntilCutOff > TimeSpan.Zero && expected <= UntilCutOff);

    private TimeSpan Until(DateTimeOffset moment)
    {
        var left = moment - _time.GetUtcNow();
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
