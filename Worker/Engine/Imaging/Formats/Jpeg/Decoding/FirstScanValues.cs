namespace ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;

/// <summary>The magnitudes of those coefficients that a component's first scan of them codes as not zero, in its order.</summary>
/// <param name="scan">That scan.</param>
/// <param name="rows">Rows of blocks.</param>
internal sealed class FirstScanValues(Scan scan, int rows) : IDisposable
{
    private const int InitialLength = 4096;

    private readonly NativeArray<ushort> _values = new(InitialLength);
    private readonly long[] _starts = new long[rows];
    private long _count;

    public Scan Scan => scan;

    /// <summary>To be called before the values of a row of blocks are added.</summary>
    public void BeginRow(int row) => _starts[row] = _count;

    /// <summary>Room for more values.</summary>
    public Span<ushort> Reserve(int count)
    {
        _values.Grow(_count + count + 1);
        return _values.Slice(_count, count);
    }

    /// <summary>Adds the first of what was written to <see cref="Reserve"/>.</summary>
    public void Add(int count) => _count += count;

    /// <summary>
    /// Values of a row of blocks, behind the first <paramref name="skipped"/>; one more than asked for, which means nothing.
    /// </summary>
    public ReadOnlySpan<ushort> Of(int row, int skipped, int count) => _values.Slice(_starts[row] + skipped, count + 1);

    public void Dispose() => _values.Dispose();
}
