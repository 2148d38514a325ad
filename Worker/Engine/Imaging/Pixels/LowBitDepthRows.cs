namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>
/// Rounds 8-bit samples to the levels that 2 or 4 bits can say. The savers cut the lower bits off, which would darken.
/// </summary>
internal sealed class LowBitDepthRows : RowSource
{
    private readonly RowSource _source;
    private readonly byte[] _levels = new byte[256];

    /// <param name="source">Rows of one byte a sample; not disposed.</param>
    /// <param name="bits">2 or 4.</param>
    public LowBitDepthRows(RowSource source, int bits) : base(source.Shape)
    {
        _source = source;
        var last = (1 << bits) - 1;
        for (var i = 0; i < _levels.Length; i++)
        {
            _levels[i] = (byte)((i * last + 127) / 255 * (255 / last));
        }
    }

    public override void ReadRow(Span<byte> row)
    {
        _source.ReadRow(row);
        foreach (ref var sample in row)
        {
            sample = _levels[sample];
        }
    }
}
