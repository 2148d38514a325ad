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

    /// <summary>
    /// What a byte takes, in seconds, until files show it: a photograph's. It counts as a twentieth of one file of a megabyte, so that
    /// files of no size to speak of, which are refused for what they are, say nothing of large ones.
    /// </summary>
    private const double SecondsOfAByte = 8e-8;

    private const double LargeBytes = 1_000_000;
    private const double LargeFile = 0.05;

    private double _weights;
    private double _bytes;
    private double _squares;
    private double _seconds;
    private double _products;

    public Pace()
    {
        Add(0, SecondsOfAFile, 1);
        Add(LargeBytes, SecondsOfAFile + (LargeBytes * SecondsOfAByte), LargeFile);
    }

    /// <summary>Whether any file has ended.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Adds a file that has ended, well or not.</summary>
    public void Add(long bytes, TimeSpan duration)
    {
        IsKnown = true;
        Add(bytes, duration.TotalSeconds, 1);
    }

    /// <summary>What so many files of so many bytes together take, one after the other.</summary>
    public TimeSpan Of(long files, long bytes)
    {
        var (file, one) = Costs();
        return TimeSpan.FromSeconds((file * files) + (one * bytes));
    }

    private void Add(double bytes, double seconds, double part)
    {
        var weight = part / ((bytes + SmallBytes) * (bytes + SmallBytes));
        _weights += weight;
        _bytes += weight * bytes;
        _squares += weight * bytes * bytes;
        _seconds += weight * seconds;
        _products += weight * bytes * seconds;
    }

    /// <summary>Seconds of a file and of a byte, neither below zero.</summary>
    private (double File, double Byte) Costs()
    {
        var determinant = (_weights * _squares) - (_bytes * _bytes);
        var file = ((_squares * _seconds) - (_bytes * _products)) / determinant;
        var one = ((_weights * _products) - (_bytes * _seconds)) / determinant;
        return file < 0 ? (0, _products / _squares) : one < 0 ? (_seconds / _weights, 0) : (file, one);
    }
}
