namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>A row of one channel of bytes, with some of the rows above and below it in the same frame.</summary>
/// <param name="source">Read in order, as far as the window reaches; not disposed.</param>
/// <param name="above">How many rows above the current one are kept.</param>
/// <param name="below">How many rows below the current one are read ahead.</param>
internal sealed class RowWindow(RowSource source, int above, int below)
{
    private readonly byte[][] _rows =
        [.. Enumerable.Range(0, above + 1 + below).Select(_ => new byte[source.Shape.RowBytes])];

    private int _read;

    public int Width => source.Shape.Width;

    /// <summary>Rows of a frame.</summary>
    public int Height => source.Shape.FrameHeight;

    /// <summary>The current row's number in its frame; −1 before the first one.</summary>
    public int Y { get; private set; } = -1;

    /// <summary>Row <paramref name="y"/> of the frame, within the window; beyond the frame, its first or last row.</summary>
    public ReadOnlySpan<byte> this[int y] => _rows[Math.Clamp(y, 0, Height - 1) % _rows.Length];

    /// <summary>Goes on to the next row, which may be the first one of the next frame.</summary>
    public void MoveNext()
    {
        if (++Y == Height)
        {
            (Y, _read) = (0, 0);
        }

        for (; _read < Math.Min(Y + below + 1, Height); _read++)
        {
            source.ReadRow(_rows[_read % _rows.Length]);
        }
    }

    /// <summary>
    /// The darkest and the lightest of the pixels that are at most <paramref name="reach"/> away from one of the current row.
    /// </summary>
    public (byte Darkest, byte Lightest) Extremes(int x, int reach)
    {
        var (darkest, lightest) = (byte.MaxValue, byte.MinValue);
        for (var y = Y - reach; y <= Y + reach; y++)
        {
            foreach (var value in this[y][Math.Max(x - reach, 0)..Math.Min(x + reach + 1, Width)])
            {
                (darkest, lightest) = (Math.Min(darkest, value), Math.Max(lightest, value));
            }
        }

        return (darkest, lightest);
    }
}
