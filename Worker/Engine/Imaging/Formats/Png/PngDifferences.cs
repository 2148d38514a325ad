using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>
/// Rows as the filters Sub and Up make them (section 9 of the standard): each byte without the one a pixel to its left, or without the one
/// above. The encoder knows more filters and does no worse.
/// </summary>
internal sealed class PngDifferences
{
    private readonly byte[] _sub;
    private readonly byte[] _up;
    private readonly long[] _subSums;
    private readonly long[] _upSums;
    private readonly int _rowBytes;

    /// <param name="rows">One after the other, the first of a picture at the beginning.</param>
    /// <param name="shape">Of a row.</param>
    public PngDifferences(ReadOnlySpan<byte> rows, RowShape shape)
    {
        _rowBytes = shape.RowBytes;
        (_sub, _up) = (new byte[rows.Length], new byte[rows.Length]);
        (_subSums, _upSums) = (new long[rows.Length / _rowBytes], new long[rows.Length / _rowBytes]);
        ReadOnlySpan<byte> above = new byte[_rowBytes];
        for (var y = 0; y < _subSums.Length; y++)
        {
            var row = rows.Slice(y * _rowBytes, _rowBytes);
            _upSums[y] = Subtract(row, above, RowOf(_up, y));
            var sub = RowOf(_sub, y);
            var pixel = Math.Min(shape.Channels * shape.BytesPerSample, _rowBytes);
            row[..pixel].CopyTo(sub);
            _subSums[y] = Subtract(row[pixel..], row[..^pixel], sub[pixel..]);
            above = row;
        }
    }

    public ReadOnlySpan<byte> Sub => _sub;

    public ReadOnlySpan<byte> Up => _up;

    /// <summary>Whether <see cref="Sub"/> has the smaller sum of differences.</summary>
    public bool SubIsSmaller => _subSums.Sum() <= _upSums.Sum();

    /// <summary>Of each row the one that has the smaller sum of differences.</summary>
    public byte[] SmallerOfEachRow()
    {
        var rows = _sub.ToArray();
        for (var y = 0; y < _subSums.Length; y++)
        {
            if (_upSums[y] < _subSums[y])
            {
                RowOf(_up, y).CopyTo(RowOf(rows, y));
            }
        }

        return rows;
    }

    private Span<byte> RowOf(byte[] rows, int y) => rows.AsSpan(y * _rowBytes, _rowBytes);

    /// <summary>Also the sum of the differences, each as a step up or down.</summary>
    private static long Subtract(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> others, Span<byte> differences)
    {
        var sum = 0L;
        for (var x = 0; x < bytes.Length; x++)
        {
            differences[x] = (byte)(bytes[x] - others[x]);
            sum += Math.Abs((sbyte)differences[x] + 0);
        }

        return sum;
    }
}
