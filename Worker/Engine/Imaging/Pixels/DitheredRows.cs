using ImgCompress.Contracts;

namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>
/// Rounds grey rows to the levels that 1, 2 or 4 bits can say, so that the mean of an area stays: what a pixel is rounded by goes to its
/// neighbours (Floyd and Steinberg's error diffusion, each row in the other direction). Line art stays sharp instead: there a pixel
/// is rounded by itself, and nothing goes in or out. Each frame begins anew.
/// </summary>
internal sealed class DitheredRows : RowSource
{
    private const int MinContrast = 12;

    private readonly RowWindow _rows;
    private readonly LineArt? _lines;
    private readonly int _contrast;

    /// <summary>The distance of two levels.</summary>
    private readonly int _step;

    /// <summary>Sixteenths of a sample's unit that the rows before have left over, with one place more on either side.</summary>
    private int[] _errors;
    private int[] _nextErrors;

    /// <param name="source">Rows of one channel of one byte; not disposed.</param>
    /// <param name="bits">1, 2 or 4.</param>
    /// <param name="original">The image before it was resized, of which no row has been read yet; null where that is not known.</param>
    /// <param name="filter">By which it was resized.</param>
    public DitheredRows(RowSource source, int bits, RowSource? original, Filter filter) : base(source.Shape)
    {
        var oldWidth = original?.Shape.Width ?? source.Shape.Width;
        var dots = oldWidth > source.Shape.Width ? original as BilevelRows : null;
        dots?.CountFor(source.Shape);
        _step = byte.MaxValue / ((1 << bits) - 1);

        // Of a black line of one pixel on white so much is left, times the factor; of a dithered area's texture there is less.
        var isSharp = filter is Filter.CatmullRom or Filter.Lanczos3;
        var line = isSharp ? 110 : 80;
        _contrast = (int)Math.Clamp((long)line * source.Shape.Width / oldWidth, MinContrast, line);
        _rows = new(source, LineArt.Above, LineArt.Below);

        // A slanted line of two pixels lies now on a pixel of the result, now between two: the sharper the filter, the more these differ.
        var maxStep = filter is Filter.Gaussian ? 40 : isSharp ? 84 : 60;
        _lines = bits == 1 ? new(_rows, _contrast, maxStep, dots) : null;
        (_errors, _nextErrors) = (new int[source.Shape.Width + 2], new int[source.Shape.Width + 2]);
    }

    public override void ReadRow(Span<byte> row)
    {
        _rows.MoveNext();
        _lines?.MoveNext();
        var y = _rows.Y;
        if (y == 0)
        {
            _errors.AsSpan().Clear();
        }

        _nextErrors.AsSpan().Clear();
        var step = y % 2 == 0 ? 1 : -1;
        for (var x = step > 0 ? 0 : row.Length - 1; x >= 0 && x < row.Length; x += step)
        {
            row[x] = Round(x, step);
        }

        (_errors, _nextErrors) = (_nextErrors, _errors);
    }

    private byte Round(int x, int step)
    {
        var value = _rows[_rows.Y][x];
        if (_lines?.IsLight(x) is { } isLight)
        {
            return isLight ? byte.MaxValue : (byte)0;
        }

        if (_lines is null && IsEdge(x))
        {
            return Level(16 * value);
        }

        var wanted = 16 * value + _errors[x + 1];
        var level = Level(wanted);
        var error = wanted - 16 * level;
        var (ahead, behind, below) = (error * 7 / 16, error * 3 / 16, error * 5 / 16);
        _errors[x + 1 + step] += ahead;
        _nextErrors[x + 1 - step] += behind;
        _nextErrors[x + 1] += below;
        _nextErrors[x + 1 + step] += error - ahead - behind - below;
        return level;
    }

    private byte Level(int sixteenths) =>
        (byte)(Math.Clamp((sixteenths + 8 * _step) / (16 * _step), 0, byte.MaxValue / _step) * _step);

    /// <summary>Some levels are enough for the shades of an edge and of a thin line.</summary>
    private bool IsEdge(int x)
    {
        var (darkest, lightest) = _rows.Extremes(x, 1);
        return lightest - darkest >= Math.Max(_contrast, _step);
    }
}
