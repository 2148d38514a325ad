namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>
/// Finds text and drawings among grey rows that were black and white before they were resized. An edge is where dark and light stand side
/// by side. A line is a row of pixels, each darker than the pixels on both of its sides (or lighter) and hardly another one than the next:
/// the dots of a dithered area are darkest in all directions. Thin lines have turned grey, and would come out dashed if their means
/// were kept. Where such dots stand close together, as those that a newspaper prints its photographs with, all of it is an area of
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

    /// <summary>How far around a pixel dots are counted, across and down.</summary>
    private const int HalftoneAcross = 6;
    private const int HalftoneDown = 4;

    /// <summary>So many dots of one kind make a halftone: text has fewer points and small holes side by side.</summary>
    private const int HalftoneDots = 5;

    /// <summary>How far from its middle a dot's surroundings are.</summary>
    private const int DotReach = 2;

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

    /// <summary>A bit for each kind of ridge that a pixel is on.</summary>
    private readonly byte[][] _ridges;

    /// <summary>The first bit of a pixel on a dark line, the second of one on a light line.</summary>
    private readonly byte[][] _lines;

    /// <summary>How many dark and light dots there are in a row up to each pixel, and before it.</summary>
    private readonly (int Dark, int Light)[][] _dots;
    private int _ridgesFound;
    private int _linesFound;
    private int _dotsFound;

    /// <param name="rows">With <see cref="Above"/> and <see cref="Below"/>.</param>
    /// <param name="contrast">How much darker or lighter than its surroundings a line is at least.</param>
    /// <param name="maxStep">How much two neighbouring pixels of a line differ at most.</param>
    public LineArt(RowWindow rows, int contrast, int maxStep)
    {
        (_rows, _contrast, _maxStep) = (rows, contrast, maxStep);
        _ridges = [.. Enumerable.Range(0, 2 * Steps + 1).Select(_ => new byte[rows.Width])];
        _lines = [.. Enumerable.Range(0, 2 * Surroundings + 1).Select(_ => new byte[rows.Width])];
        _dots = [.. Enumerable.Range(0, 2 * HalftoneDown + 1).Select(_ => new (int, int)[rows.Width + 1])];
    }

    /// <summary>To be called when the rows have gone on to the next one.</summary>
    public void MoveNext()
    {
        var y = _rows.Y;
        if (y == 0)
        {
            (_ridgesFound, _linesFound, _dotsFound) = (0, 0, 0);
        }

        for (; _ridgesFound <= Math.Min(y + Surroundings + Steps, _rows.Height - 1); _ridgesFound++)
        {
            FindRidges(_ridgesFound, _ridges[_ridgesFound % _ridges.Length]);
        }

        for (; _linesFound <= Math.Min(y + Surroundings, _rows.Height - 1); _linesFound++)
        {
            FindLines(_linesFound, _lines[_linesFound % _lines.Length]);
        }

        for (; _dotsFound <= Math.Min(y + HalftoneDown, _rows.Height - 1); _dotsFound++)
        {
            FindDots(_dotsFound, _dots[_dotsFound % _dots.Length]);
        }
    }

    /// <summary>Whether a pixel of the current row is light or dark; null where it belongs to no line art.</summary>
    public bool? IsLight(int x)
    {
        var value = _rows[_rows.Y][x];
        var (darkest, lightest) = _rows.Extremes(x, 1);
        var isEdge = darkest <= Dark && lightest >= Light;
        if ((!isEdge && !IsNearLine(x)) || IsHalftone(x))
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

    private bool IsHalftone(int x)
    {
        var (from, to) = (Math.Max(x - HalftoneAcross, 0), Math.Min(x + HalftoneAcross + 1, _rows.Width));
        var (dark, light) = (0, 0);
        for (var y = Math.Max(_rows.Y - HalftoneDown, 0); y <= Math.Min(_rows.Y + HalftoneDown, _rows.Height - 1); y++)
        {
            var dots = _dots[y % _dots.Length];
            dark += dots[to].Dark - dots[from].Dark;
            light += dots[to].Light - dots[from].Light;
        }

        return Math.Max(dark, light) >= HalftoneDots;
    }

    private void FindDots(int y, (int Dark, int Light)[] dots)
    {
        for (var x = 0; x < _rows.Width; x++)
        {
            var (dark, light) = dots[x];
            dots[x + 1] = IsDot(x, y, tone: 0) ? (dark + 1, light)
                : IsDot(x, y, tone: byte.MaxValue) ? (dark, light + 1)
                : (dark, light);
        }
    }

    /// <summary>
    /// Whether a pixel is darker than all around it, at a distance; or, as the dots of a middle grey stand, than what is above, below, left
    /// and right of it, with another dot in each of the four diagonals. A line leads on to one side or two.
    /// </summary>
    private bool IsDot(int x, int y, byte tone)
    {
        var value = Value(x, y) ^ tone;
        if (value > Math.Min(Tone(-1, 0), Tone(0, -1)) || value >= Math.Min(Tone(1, 0), Tone(0, 1)))
        {
            return false;
        }

        var background = value + _contrast;
        if (Math.Min(Tone(-DotReach, 0), Tone(DotReach, 0)) < background
            || Math.Min(Tone(0, -DotReach), Tone(0, DotReach)) < background)
        {
            return false;
        }

        var (corners, others) = (0, 0);
        for (var step = -DotReach; step <= DotReach; step += 2 * DotReach)
        {
            for (var along = -DotReach; along <= DotReach; along++)
            {
                var isCorner = Math.Abs(along) == DotReach;
                corners += isCorner && Tone(along, step) < background ? 1 : 0;
                others += !isCorner && (Tone(along, step) < background || Tone(step, along) < background) ? 1 : 0;
            }
        }

        return corners == 4 || corners + others == 0;

        int Tone(int across, int down) => Value(x + across, y + down) ^ tone;
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
