namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>Rows held in memory as a whole, for the forms that must see them more than once.</summary>
internal sealed class MemoryRows(RowShape shape, byte[] pixels) : RowSource(shape)
{
    private int _row;

    /// <summary>All samples, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => pixels;

    /// <summary>Reads a source to its end.</summary>
    /// <exception cref="RefusedException">The rows take more than an array can hold.</exception>
    public static MemoryRows Of(RowSource source, CancellationToken cancellationToken) => Read(source, source.Shape, cancellationToken);

    /// <summary>Reads the next frame of a source.</summary>
    /// <exception cref="RefusedException">The rows take more than an array can hold.</exception>
    public static MemoryRows OfFrame(RowSource source, CancellationToken cancellationToken) =>
        Read(source, source.Shape with { Frames = 1 }, cancellationToken);

    /// <summary>The same rows, from the first on.</summary>
    public MemoryRows Again() => new(Shape, pixels);

    public override void ReadRow(Span<byte> row) => pixels.AsSpan(_row++ * Shape.RowBytes, Shape.RowBytes).CopyTo(row);

    private static MemoryRows Read(RowSource source, RowShape shape, CancellationToken cancellationToken)
    {
        var total = (long)shape.RowBytes * shape.Height;
        if (total > Array.MaxLength)
        {
            throw RefusedException.TooLarge($"{total} bytes of pixels, which this form needs at once, are more than {Array.MaxLength}");
        }

        var pixels = GC.AllocateUninitializedArray<byte>((int)total);
        for (var row = 0; row < shape.Height; row++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            source.ReadRow(pixels.AsSpan(row * shape.RowBytes, shape.RowBytes));
        }

        return new(shape, pixels);
    }
}
