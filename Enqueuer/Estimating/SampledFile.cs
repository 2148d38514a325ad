namespace ImgCompress.Enqueuer.Estimating;

/// <summary>A file of the sample, tried.</summary>
/// <param name="Bytes">Of the file.</param>
/// <param name="BytesAfter">Of what would stand there; the same where it would stay as it is.</param>
/// <param name="Seconds">That resizing it took one of those that work side by side.</param>
/// <param name="ReadSeconds">That reading it took.</param>
internal sealed record SampledFile(long Bytes, long BytesAfter, double Seconds, double ReadSeconds)
{
    public bool IsRefused { get; init; }

    public long Saved => Bytes - BytesAfter;
}
