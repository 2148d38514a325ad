namespace ImgCompress.Enqueuer.Estimating;

/// <summary>A file of the sample, tried.</summary>
/// <param name="Bytes">Of the file.</param>
/// <param name="BytesAfter">Of what would stand there; the same where it would stay as it is.</param>
/// <param name="Seconds">That it took one of those that work side by side.</param>
internal sealed record SampledFile(long Bytes, long BytesAfter, double Seconds)
{
    public bool IsResized { get; init; }

    public bool IsRefused { get; init; }

    public long Saved => Bytes - BytesAfter;
}
