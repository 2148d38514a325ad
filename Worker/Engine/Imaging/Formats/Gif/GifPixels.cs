using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Gif;

/// <summary>
/// The colour indices of one frame, unpacked (GIF89a specification, section 22 and appendix F). Strict: a frame that ends before its
/// last pixel, or holds something that is no code, is damaged. What follows the last pixel is not looked at.
/// </summary>
internal ref struct GifPixels
{
    private const int MaxCodes = 4096;
    private const int MaxCodeBits = 12;

    private readonly HeaderBytes _bytes;
    private readonly int _sampleBits;
    private readonly int _clear;

    /// <summary>A code's samples are those of the code before it and one more.</summary>
    private readonly ushort[] _before = new ushort[MaxCodes];
    private readonly byte[] _lastSample = new byte[MaxCodes];

    /// <summary>Samples of the last code that were not asked for yet, the first on top.</summary>
    private readonly byte[] _stack = new byte[MaxCodes + 1];

    private long _at;
    private int _blockBytes;
    private int _bits;
    private int _bitCount;
    private int _depth;
    private int _next;
    private int? _last;

    /// <param name="file">The file.</param>
    /// <param name="at">Where the frame's data stands.</param>
    /// <exception cref="RefusedException">It begins with no size of codes.</exception>
    public GifPixels(ReadOnlySpan<byte> file, int at)
    {
        _bytes = new(file);
        _sampleBits = _bytes.U8(at);
        if (_sampleBits is < 1 or > 8)
        {
            throw RefusedException.Corrupt("a GIF frame begins with an impossible code size");
        }

        _at = at + 1;
        _clear = 1 << _sampleBits;
        _next = _clear + 2;
    }

    /// <summary>Fills <paramref name="row"/> with the next indices.</summary>
    /// <exception cref="RefusedException">The frame is damaged.</exception>
    public void Read(Span<byte> row)
    {
        while (true)
        {
            var count = Math.Min(_depth, row.Length);
            for (var i = 0; i < count; i++)
            {
                row[i] = _stack[--_depth];
            }

            row = row[count..];
            if (row.IsEmpty)
            {
                return;
            }

            Add(NextCode());
        }
    }

    private void Add(int code)
    {
        if (code == _clear)
        {
            (_next, _last) = (_clear + 2, null);
            return;
        }

        if (code == _clear + 1)
        {
            throw EndsEarly();
        }

        // The code that is about to be made stands for the last one's samples and the first of them again.
        var isNew = code >= _next;
        if (isNew && (code > _next || _last is null))
        {
            throw RefusedException.Corrupt("a GIF frame holds a code that does not exist");
        }

        _depth = isNew ? 1 : 0;
        var rest = isNew ? _last!.Value : code;
        for (; rest >= _clear; rest = _before[rest])
        {
            _stack[_depth++] = _lastSample[rest];
        }

        var first = (byte)rest;
        _stack[_depth++] = first;
        if (isNew)
        {
            _stack[0] = first;
        }

        if (_last is { } last && _next < MaxCodes)
        {
            (_before[_next], _lastSample[_next]) = ((ushort)last, first);
            _next++;
        }

        _last = code;
    }

    private int NextCode()
    {
        var size = Math.Clamp(int.Log2(_next) + 1, _sampleBits + 1, MaxCodeBits);
        for (; _bitCount < size; _bitCount += 8, _blockBytes--)
        {
            if (_blockBytes == 0 && (_blockBytes = NextByte()) == 0)
            {
                throw EndsEarly();
            }

            _bits |= NextByte() << _bitCount;
        }

        var code = _bits & ((1 << size) - 1);
        _bits >>= size;
        _bitCount -= size;
        return code;
    }

    private byte NextByte() => _at < _bytes.Length ? _bytes.U8(_at++) : throw EndsEarly();

    private static RefusedException EndsEarly() => RefusedException.Corrupt("a GIF frame ends before its last pixel");
}
