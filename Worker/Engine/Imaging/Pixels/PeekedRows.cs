namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>Rows of which the first ones are looked at before they are read.</summary>
internal sealed class PeekedRows : RowSource
{
    private const int MostBytes = 16 << 20;

    private readonly RowSource _rows;
    private readonly byte[] _peeked;
    private int _at;

    /// <param name="rows">None of them read; stay the caller's to dispose of.</param>
    /// <param name="most">How many are looked at, if there are as many.</param>
    public PeekedRows(RowSource rows, int most) : base(rows.Shape)
    {
        _rows = rows;
        var count = Math.Min(Math.Clamp(MostBytes / Shape.RowBytes, 1, most), Shape.Height);
        _peeked = GC.AllocateUninitializedArray<byte>(count * Shape.RowBytes);
        for (var at = 0; at < _peeked.Length; at += Shape.RowBytes)
        {
            rows.ReadRow(_peeked.AsSpan(at, Shape.RowBytes));
        }
    }

    /// <summary>The first rows, one after the other.</summary>
    public ReadOnlySpan<byte> Peeked => _peeked;

    public override void ReadRow(Span<byte> row)
    {
        if (_at < _peeked.Length)
        {
            _peeked.AsSpan(_at, Shape.RowBytes).CopyTo(row);
            _at += Shape.RowBytes;
        }
        else
        {
            _rows.ReadRow(row);
        }
    }
}
