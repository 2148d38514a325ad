using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>
/// An LZW table that knows of each code only how many samples it stands for (GIF89a specification, appendix F; TIFF 6.0, section
/// 13): enough to tell whether all of them are there.
/// </summary>
/// <param name="bits">Bits of a sample, 1 to 8.</param>
internal sealed class LzwCodeLengths(int bits)
{
    private const int MaxCodes = 4096;

    private readonly int[] _lengths = new int[MaxCodes];
    private readonly int _clear = 1 << bits;
    private int _next = (1 << bits) + 2;
    private int _last;

    public bool IsEnd(int code) => code == _clear + 1;

    /// <summary>How many samples a code (not the end) stands for.</summary>
    /// <exception cref="RefusedException">The table does not have it.</exception>
    public int Add(int code)
    {
        if (code == _clear)
        {
            (_next, _last) = (_clear + 2, 0);
            return 0;
        }

        // The code that is about to be made stands for the last one's samples and the first of them again.
        var length = code < _clear ? 1
            : code < _next ? _lengths[code]
            : code == _next && _last > 0 ? _last + 1
            : throw RefusedException.Corrupt("compressed samples hold a code that does not exist");
        if (_last > 0 && _next < MaxCodes)
        {
            _lengths[_next++] = _last + 1;
        }

        _last = length;
        return length;
    }

    /// <summary>Bits of the next code.</summary>
    /// <param name="early">How many codes before it must the size grows: 0 in GIF, 1 in TIFF.</param>
    public int NextSize(int early) => Math.Clamp(int.Log2(_next + early) + 1, bits + 1, 12);
}
