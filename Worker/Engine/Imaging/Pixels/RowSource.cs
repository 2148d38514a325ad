namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>
/// Pixels that are pulled row by row, top to bottom, each once: the decoder is one, the resampler is one that reads another,
/// the encoder reads the last, so that no image is held as a whole on the way.
/// </summary>
internal abstract class RowSource(RowShape shape) : IDisposable
{
    public RowShape Shape { get; } = shape;

    /// <summary>Fills <paramref name="row"/>, of <see cref="RowShape.RowBytes"/> bytes, with the next row.</summary>
    public abstract void ReadRow(Span<byte> row);

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}
