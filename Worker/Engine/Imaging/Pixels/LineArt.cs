namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>
/// Finds text and drawings among grey rows that were black and white before they were resized. An edge is where dark and light stand side
/// by side. A line is a row of pixels, each darker than the pixels on both of its sides (or lighter) and hardly another one than the next:
/// the dots of a dithered area are darkest in all directions. Thin lines have turned grey, and would come out dashed if their means
/// were kept. Where the picture had many small dots, as those that a newspaper prints its photographs with, all of it is an area of
/// shades, and no edge of a dot is one.
/// </summary>
internal sealed class LineArt
{
    /// <summary>Rows that are needed above and below: of a line's surroundings, its pixels' next ones, and theirs.</summary>
    public const int Above = 2;
    public const int Below = 6;

    /// <summary>How far around a line pixels are decided by it.</summary>
    private const int Surroundings = 2;

    /// <summary>How many pixels a line goes on for, at least, beyond its first one.</summary>
    private const int Steps = 2;

    /// <summary>On one of its sides, at least, a line has a background that is nearly white or black.</summary>
    private const int Background = 23;

    /// <summary>An edge is where a pixel and its eight neighbours reach from here …</summary>
    private const int Dark = 64;

    /// <summary>… to here.</summary>
    private const int Light = 191;

    /// <summary>Kinds of ridges: dark ones by direction, then light ones.</summary>
    private const int LightRidges = 4;

    /// <summary>The step across a line, and the steps that may lead on along it.</summary>
    private static readonly (int X, int Y, (int X, int Y)[] Along)[] Directions =
    [
        (1, 0, [(-1, 1), (0, 1), (1, 1)]),
        (0, 1, [(1, -1), (1, 0), (1, 1)]),
        (1, 1, [(-1, 1), (0, 1), (-1, 0)]),
        (-1, 1, [(1, 1), (0, 1), (1, 0)]),
    ];

    private readonly RowWindow _rows;
    private readonly int _contrast;
    private readonly int _maxStep;
    private readonly BilevelRows? _dots;

    /// <summary>A bit for each kind of ridge that a pixel is on.</summary>
    private readonly byte[][] _ridges;

    /// <summary>The first bit of a pixel on a dark line, the second of one on a light line.</summary>
    private readonly byte[][] _lines;

    private int _ridgesFound;
    private int _linesFound;

    /// <param name="rows">With <see cref="Above"/> and <see cref="Below"/>.</param>
    /// <param name="contrast">How much darker or lighter than its surroundings a line is at least.</param>
    /// <param name="maxStep">How much two neighbouring pixels of a line differ at most.</param>
    /// <param name="dots">
    /// The rows before they were reduced; null where they were not, or are unknown: where they are a halftone, nothing is line art.
    /// </param>
    public LineArt(RowWindow rows, int contrast, int maxStep, BilevelRows? dots)
    {
        (_rows, _contrast, _maxStep, _dots) = (rows, contrast, maxStep, dots);
        _ridges = [.. Enumerable.Range(0, 2 * Steps + 1).Select(_ => new byte[rows.Width])];
        _lines = [.. Enumerable.Range(0, 2 * Surroundings + 1).Select(_ => new byte[rows.Width])];
    }

    /// <summary>To be called when the rows have gone on to the next one.</summary>
    public void MoveNext()
    {
        var y = _rows.Y;
        _dots?.MoveTo(y);
        if (y == 0)
        {
            (_ridgesFound, _linesFound) = (0, 0);
        }

        for (; _ridgesFound <= Math.Min(y + Surroundings + Steps, _rows.Height - 1); _ridgesFound++)
        {
            FindRidges(_ridgesFound, _ridges[_ridgesFound % _ridges.Length]);
        }

        for (; _linesFound <= Math.Min(y + Surroundings, _rows.Height - 1); _linesFound++)
        {
            FindLines(_linesFound, _lines[_linesFound % _lines.Length]);
        }
    }

    /// <summary>Whether a pixel of the current row is light or dark; null where it belongs to no line art.</summary>
    public bool? IsLight(int x)
    {
        var value = _rows[_rows.Y][x];
        var (darkest, lightest) = _rows.Extremes(x, 1);
        var isEdge = darkest <= Dark && lightest >= Light;
        if ((!isEdge && !IsNearLine(x)) || _dots?.IsHalftone(x, _rows.Y) == true)
        {
            return null;
        }

        if (isEdge)
        {
            return value > sbyte.MaxValue;
        }

        switch (_lines[_rows.Y % _lines.Length][x])
        {
            case 1:
                return false;
            case 2:
                return true;
            default:
                (darkest, lightest) = _rows.Extremes(x, Surroundings);
                return value >= Math.Clamp((darkest + lightest) / 2, Dark, byte.MaxValue - Dark / 2);
        }
    }

    private bool IsNearLine(int x)
    {
        for (var y = Math.Max(_rows.Y - Surroundings, 0); y <= Math.Min(_rows.Y + Surroundings, _rows.Height - 1); y++)
        {
            var row = _lines[y % _lines.Length].AsSpan();
            if (row[Math.Max(x - Surroundings, 0)..Math.Min(x + Surroundings + 1, row.Length)].ContainsAnyExcept((byte)0))
            {
                return true;
            }
        }

        return false;
    }

    private void FindRidges(int y, byte[] ridges)
    {
        for (var x = 0; x < ridges.Length; x++)
        {
            ridges[x] = 0;
            var value = Value(x, y);
            if (Value(x - 1, y) == value && Value(x + 1, y) == value && Value(x, y - 1) == value && Value(x, y + 1) == value)
            {
                continue;
            }

            for (var direction = 0; direction < Directions.Length; direction++)
            {
                var (stepX, stepY, _) = Directions[direction];
                var (one, oneMore) = (Value(x + stepX, y + stepY), Value(x + 2 * stepX, y + 2 * stepY));
                var (other, otherMore) = (Value(x - stepX, y - stepY), Value(x - 2 * stepX, y - 2 * stepY));
                if (value <= one && value < other && IsRidge(value, Math.Max(one, oneMore), Math.Max(other, otherMore)))
                {
                    ridges[x] |= (byte)(1 << direction);
                }
                else if (value >= one && value > other && IsRidge(
                    byte.MaxValue - value,
                    byte.MaxValue - Math.Min(one, oneMore),
                    byte.MaxValue - Math.Min(other, otherMore)))
                {
                    ridges[x] |= (byte)(1 << (direction + LightRidges));
                }
            }
        }
    }

    private bool IsRidge(int value, int side, int otherSide) =>
        Math.Min(side, otherSide) - value >= _contrast && Math.Max(side, otherSide) >= byte.MaxValue - Background;

    private void FindLines(int y, byte[] lines)
    {
        var ridges = _ridges[y % _ridges.Length];
        for (var x = 0; x < lines.Length; x++)
        {
            lines[x] = 0;
            for (var kind = 0; ridges[x] >> kind != 0; kind++)
            {
                if ((ridges[x] >> kind & 1) != 0 && IsLine(x, y, kind))
                {
                    lines[x] |= (byte)(kind < LightRidges ? 1 : 2);
                }
            }
        }
    }

    /// <summary>Whether so many further pixels are on the same ridge, on one side or on both together.</summary>
    private bool IsLine(int x, int y, int kind)
    {
        for (var ahead = 0; ahead <= Steps; ahead++)
        {
            if (GoesOn(x, y, kind, 1, ahead) && GoesOn(x, y, kind, -1, Steps - ahead))
            {
                return true;
            }
        }

        return false;
    }

    private bool GoesOn(int x, int y, int kind, int sign, int steps)
    {
        if (steps == 0)
        {
            return true;
        }

        foreach (var (alongX, alongY) in Directions[kind % LightRidges].Along)
        {
            var (nextX, nextY) = (x + sign * alongX, y + sign * alongY);
            if (nextX >= 0 && nextX < _rows.Width && nextY >= 0 && nextY < _rows.Height
                && (_ridges[nextY % _ridges.Length][nextX] >> kind & 1) != 0
                && Math.Abs(Value(nextX, nextY) - Value(x, y)) <= _maxStep
                && GoesOn(nextX, nextY, kind, sign, steps - 1))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Beyond the frame, the pixel at its border.</summary>
    private byte Value(int x, int y) => _rows[y][Math.Clamp(x, 0, _rows.Width - 1)];
}
