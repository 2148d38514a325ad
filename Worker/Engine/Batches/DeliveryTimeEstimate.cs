namespace ImgCompress.Engine.Batches;

/// <summary>
/// How long deliveries take here: what the next one is given, twice the mean of the latest ones. Safe to use from several threads.
/// </summary>
public sealed class DeliveryTimeEstimate
{
    private const double WeightOfTheLatest = 0.3;
    private readonly Lock _lock = new();
    private TimeSpan? _mean;

    /// <summary>Zero before anything has ended.</summary>
    public TimeSpan Expected
    {
        get
        {
            lock (_lock)
            {
                return (_mean ?? TimeSpan.Zero) * 2;
            }
        }
    }

    public void Add(TimeSpan took)
    {
        lock (_lock)
        {
            _mean = _mean is { } mean ? mean + ((took - mean) * WeightOfTheLatest) : took;
        }
    }
}
