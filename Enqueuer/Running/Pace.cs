namespace ImgCompress.Enqueuer.Running;

/// <summary>
/// How long a file takes: a part for each file and a part for its bytes, as those that have ended show it. The least squares of the
/// relative errors, so that small files say what a file costs and large ones what their bytes do, in whatever order they come. Bytes and
/// not pixels, since of a file that has not begun no more is known.
/// </summary>
internal sealed class Pace
{
    /// <summary>Below so many bytes a file's size hardly matters; errors are relative to more than that.</summary>
    private const double SmallBytes = 50_000;

    /// <summary>What a file without bytes takes, in seconds, until files show it: large ones do not. Counts as one small file.</summary>
    private const double SecondsOfAFile = 0.004;

    private readonly double _weight0 = 1 / (SmallBytes * SmallBytes);
    private double _weights;
    private double _bytes;
    private double _squares;
    private double _seconds;
    private double _products;

    public Pace() => (_weights, _seconds) = (_weight0, _weight0 * SecondsOfAFile);

    /// <summary>Whether any file has ended.</summary>
    public bool IsKnown => _weights > _weight0;

    /// <summary>Adds a file that has ended, well or not.</summary>
    public void Add(long bytes, TimeSpan duration)
    {
        var weight = 1 / ((bytes + SmallBytes) * (bytes + SmallBytes));
        _weights += weight;
        _bytes += weight * bytes;
        _squares += weight * bytes * bytes;
        _seconds += weight * duration.TotalSeconds;
        _products += weight * bytes * duration.TotalSeconds;
    }

    /// <summary>What so many files of so many bytes together take, one after the other.</summary>
    public TimeSpan Of(long files, long bytes)
    {
        var (file, one) = Costs();
        return TimeSpan.FromSeconds((file * files) + (one * bytes));
    }

    /// <summary>Seconds of a file and of a byte, neither below zero.</summary>
    private (double File, double Byte) Costs()
    {
        var determinant = (_weights * _squares) - (_bytes * _bytes);
        if (determinant <= 1e-9 * _weights * _squares)
        {
            // All of one size.
            return (_seconds / _weights, 0);
        }

        var file = ((_squares * _seconds) - (_bytes * _products)) / determinant;
        var one = ((_weights * _products) - (_bytes * _seconds)) / determinant;
        return file < 0 ? (0, _products / _squares) : one < 0 ? (_seconds / _weights, 0) : (file, one);
    }
}
