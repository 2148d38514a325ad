namespace ImgCompress.Engine.Imaging.Pixels;

/// <summary>
/// Makes grey rows black and white so that the mean of an area stays: what a pixel is rounded by goes to its neighbours (Floyd and
/// Steinberg's error diffusion, each row in the other direction). On an edge between dark and light, as text and lines have, a pixel
/// is rounded by itself, which keeps it sharp. Each frame begins anew.
/// </summary>
internal sealed class BilevelRows : RowSource
{
    /// <summary>An edge is where a pixel and its eight neighbours reach from here …</summary>
    private const int Dark = 64;

    /// <summary>… to here.</summary>
    private const int Light = 191;

    private readonly RowSource _source;
    private byte[] _above;
    private byte[] _current;
    private byte[] _below;

    /// <summary>Sixteenths of a level that the rows before have left over, with one place more on either side.</summary>
    private int[] _errors;
    private int[] _nextErrors;
    private int _row;

    /// <param name="source">Rows of one channel of one byte; not disposed.</param>
    public BilevelRows(RowSource source) : base(source.Shape)
    {
        var width = source.Shape.Width;
        _source = source;
        (_above, _current, _below) = (new byte[width], new byte[width], new byte[width]);
        (_errors, _nextErrors) = (new int[width + 2], new int[width + 2]);
    }

    public override void ReadRow(Span<byte> row)
    {
        var y = _row++ % Shape.FrameHeight;
        if (y == 0)
        {
            _source.ReadRow(_current);
            _current.CopyTo(_above, 0);
            _errors.AsSpan().Clear();
        }
        else
        {
            (_above, _current, _below) = (_current, _below, _above);
        }

        if (y < Shape.FrameHeight - 1)
        {
            _source.ReadRow(_below);
        }
        else
        {
            _current.CopyTo(_below, 0);
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
        var isEdge = IsEdge(x);
        var wanted = 16 * _current[x] + (isEdge ? 0 : _errors[x + 1]);
        var isWhite = wanted >= 16 * 128;
        if (!isEdge)
        {
            var error = wanted - (isWhite ? 16 * byte.MaxValue : 0);
            var (ahead, behind, below) = (error * 7 / 16, error * 3 / 16, error * 5 / 16);
            _errors[x + 1 + step] += ahead;
            _nextErrors[x + 1 - step] += behind;
            _nextErrors[x + 1] += below;
            _nextErrors[x + 1 + step] += error - ahead - behind - below;
        }

        return isWhite ? byte.MaxValue : (byte)0;
    }

    private bool IsEdge(int x)
    {
        var (darkest, lightest) = (byte.MaxValue, byte.MinValue);
        for (var near = Math.Max(x - 1, 0); near <= Math.Min(x + 1, _current.Length - 1); near++)
        {
            darkest = Math.Min(darkest, Math.Min(_above[near], Math.Min(_current[near], _below[near])));
            lightest = Math.Max(lightest, Math.Max(_above[near], Math.Max(_current[near], _below[near])));
        }

        return darkest <= Dark && lightest >= Light;
    }
}
