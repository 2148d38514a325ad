namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>
/// Rows of black and white, which count as they are read how many dots there are where, so that the dots that a printed photograph
/// consists of (a halftone) can be told from text and drawings: pieces of black less holes in black, as the corners of all shapes
/// together tell (Gray, Local Properties of Binary Images in Two Dimensions, 1971).
/// </summary>
/// <param name="source">Rows of one channel of one byte, 0 or 255.</param>
internal sealed class BilevelRows(DecodedImage source) : ChangedRows(source, source.Shape)
{
    /// <summary>How far around a pixel of the result dots are counted; below no further than the source has been read by then.</summary>
    private const int Across = 8;
    private const int Above = 8;
    private const int Below = LineArt.Below - 1;

    /// <summary>
    /// A dot or a hole on so many pixels of the result makes a halftone. Letters that can be read are larger, and have no other line right
    /// below them.
    /// </summary>
    private const int PixelsOfADot = 25;

    /// <summary>
    /// Corners that point outwards, less those that point inwards; places where two corners touch; and black pixels. By rows of the
    /// result in turn.
    /// </summary>
    private (int Corners, int Contacts, int Black)[][] _counts = [];

    /// <summary>Of the rows around the current one; then of all columns up to each one, too.</summary>
    private (int Corners, int Contacts, int Black)[] _columns = [];
    private (int Corners, int Contacts, int Black)[] _sums = [];
    private int[] _resultColumns = [];
    private byte[] _before = new byte[source.Shape.Width];
    private RowShape? _result;
    private int _read;
    private int _added;

    /// <summary>To be called before the first row is read.</summary>
    /// <param name="result">What the rows are reduced to.</param>
    public void CountFor(RowShape result)
    {
        _result = result;

        // As many as lie between the first one that is looked at and the last one that filters have read for.
        _counts = [.. Enumerable.Range(0, Above + 1 + 2 * LineArt.Below).Select(_ => new (int, int, int)[result.Width])];
        _columns = new (int, int, int)[result.Width];
        _sums = new (int, int, int)[result.Width + 1];
        _resultColumns = [.. Enumerable.Range(0, Shape.Width).Select(x => (int)((long)x * result.Width / Shape.Width))];
    }

    public override void ReadRow(Span<byte> row)
    {
        Source.ReadRow(row);
        if (_result is null)
        {
            return;
        }

        var y = _read++ % Shape.FrameHeight;
        var resultRow = ResultRow(y);
        var counts = _counts[resultRow % _counts.Length];
        if (y == 0 || resultRow != ResultRow(y - 1))
        {
            counts.AsSpan().Clear();
        }

        if (y > 0)
        {
            Count(row, counts);
        }

        row.CopyTo(_before);
    }

    /// <summary>To be called for each row of a frame of the result, in order.</summary>
    public void MoveTo(int y)
    {
        if (y == 0)
        {
            _columns.AsSpan().Clear();
            _added = 0;
        }

        for (; _added <= Math.Min(y + Below, _result!.FrameHeight - 1); _added++)
        {
            Add(_added, 1);
        }

        if (y > Above)
        {
            Add(y - Above - 1, -1);
        }

        for (var x = 0; x < _columns.Length; x++)
        {
            _sums[x + 1] = Sum(_sums[x], _columns[x], 1);
        }
    }

    /// <summary>Whether a pixel of the current row is part of a halftone.</summary>
    public bool IsHalftone(int x, int y)
    {
        var (from, to) = (Math.Max(x - Across, 0), Math.Min(x + Across + 1, _result!.Width));
        var pixels = (to - from) * (Math.Min(y + Below, _result.FrameHeight - 1) - Math.Max(y - Above, 0) + 1);
        var (corners, contacts, black) = Sum(_sums[to], _sums[from], -1);
        var share = black / (pixels * ((double)Shape.Width / _result.Width) * ((double)Shape.FrameHeight / _result.FrameHeight));

        // Four corners a piece. What touches by corners is one piece: a slanted line is no row of dots. The squares of a grid are holes,
        // but in an area that is light. Where both black and white touch by corners in all directions, it is a middle grey.
        var (least, touching) = (4 * pixels / PixelsOfADot, 2 * contacts);
        return (corners - touching >= least && share < 0.6)
            || (-corners - touching >= least && share > 0.4)
            || (touching - Math.Abs(corners) >= least && share is > 0.3 and < 0.7);
    }

    private int ResultRow(int y) => (int)((long)y * _result!.FrameHeight / Shape.FrameHeight);

    private void Add(int row, int times)
    {
        var counts = _counts[row % _counts.Length];
        for (var x = 0; x < counts.Length; x++)
        {
            _columns[x] = Sum(_columns[x], counts[x], times);
        }
    }

    private static (int Corners, int Contacts, int Black) Sum(
        (int Corners, int Contacts, int Black) one, (int Corners, int Contacts, int Black) other, int times) =>
        (one.Corners + times * other.Corners, one.Contacts + times * other.Contacts, one.Black + times * other.Black);

    /// <summary>
    /// Looks at each square of two by two pixels that ends in a row: with one that is black, or three, it has a corner, and with two that
    /// lie across from each other two that touch.
    /// </summary>
    private void Count(ReadOnlySpan<byte> row, (int Corners, int Contacts, int Black)[] counts)
    {
        var (leftBlack, left) = (row[0] == 0 ? 1 : 0, (row[0] == 0 ? 1 : 0) + (_before[0] == 0 ? 1 : 0));
        for (var x = 1; x < row.Length; x++)
        {
            var black = row[x] == 0 ? 1 : 0;
            var right = black + (_before[x] == 0 ? 1 : 0);
            ref var count = ref counts[_resultColumns[x]];
            count.Black += black;
            switch (left + right)
            {
                case 1:
                    count.Corners++;
                    break;
                case 3:
                    count.Corners--;
                    break;
                case 2 when left == 1 && black != leftBlack:
                    count.Contacts++;
                    break;
                default:
                    break;
            }

            leftBlack = black;
            left = right;
        }
    }
}
