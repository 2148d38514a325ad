using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Gif;

/// <summary>Walks a GIF's blocks from the header to the trailer, or to the end of the file (GIF89a specification).</summary>
internal ref struct GifReader
{
    private readonly HeaderBytes _bytes;
    private readonly List<GifFrame> _frames = [];
    private readonly List<Range> _extensions = [];
    private GifControl? _control;
    private int? _repetitions;
    private bool _hasCredentials;
    private int _width;
    private int _height;
    private long _at;

    private GifReader(ReadOnlySpan<byte> file)
    {
        _bytes = new(file, littleEndian: true);
        (_width, _height) = (_bytes.U16(6), _bytes.U16(8));
        _at = 13 + TableBytes(_bytes.U8(10));
    }

    public static GifHeader Read(ReadOnlySpan<byte> file)
    {
        var reader = new GifReader(file);
        return reader.ReadBlocks();
    }

    /// <summary>Bytes of the colour table that the flags announce.</summary>
    public static int TableBytes(byte flags) => (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;

    private GifHeader ReadBlocks()
    {
        // Some writers leave the trailer out. Whether the last frame is whole is seen when it is decoded.
        while (_at < _bytes.Length && _bytes.U8(_at) is not 0x3B and var kind)
        {
            switch (kind)
            {
                case 0:
                    // One terminator of sub-blocks too many, which some writers put behind a frame: nothing is in it.
                    _at++;
                    break;
                case 0x21:
                    ReadExtension();
                    break;
                case 0x2C:
                    ReadFrame();
                    break;
                default:
                    throw RefusedException.Corrupt("the GIF holds a block of no known kind");
            }
        }

        if (_frames.Count == 0)
        {
            throw RefusedException.Corrupt("the GIF has no frame");
        }

        if (_at >= _bytes.Length && _control is not null)
        {
            throw RefusedException.Corrupt("the GIF ends before a frame that it announces");
        }

        var alpha = _frames.Exists(frame => frame.Control.Transparent is not null)
            || FrameCanvas.HasGaps(_width, _height, _frames.Select(frame => (frame.Area, frame.Control.Disposal)));
        return new()
        {
            Width = _width,
            Height = _height,
            Frames = _frames.Count,
            Channels = alpha ? 4 : 3,
            HasAlpha = alpha,
            Interlaced = _frames.Exists(frame => frame.Interlaced),
            Sequence = _frames,
            Delays = _frames.ConvertAll(frame => frame.Control.Delay),
            Repetitions = _repetitions,
            HasCredentials = _hasCredentials,
            Extensions = _extensions,
        };
    }

    private void ReadExtension()
    {
        var start = _at;
        var label = _bytes.U8(_at + 1);
        var isLoop = label == 0xFF && (_bytes.Has(_at + 2, "\u000BNETSCAPE2.0"u8) || _bytes.Has(_at + 2, "\u000BANIMEXTS1.0"u8));
        var isCredentials = label == 0xFF && _bytes.Has(_at + 2, "\u000BC2PA_GIF"u8);
        _hasCredentials |= isCredentials;
        if (label == 0xF9)
        {
            _control = GifControl.Read(_bytes, _at + 2);
        }
        else if (isLoop && _bytes.U8(_at + 14) == 3 && _bytes.U8(_at + 15) == 1)
        {
            _repetitions = _bytes.U16(_at + 16);
        }

        for (_at += 2; _bytes.U8(_at) is not 0 and var length;)
        {
            _at += 1 + length;
        }

        _at++;
        if (!isLoop && !isCredentials && label is 0xFE or 0xFF)
        {
            _extensions.Add((int)start..(int)_at);
        }
    }

    private void ReadFrame()
    {
        var flags = _bytes.U8(_at + 9);
        var (table, tableBytes) = (_at + 10, TableBytes(flags));
        var data = table + tableBytes;
        if (tableBytes == 0)
        {
            (table, tableBytes) = (13, TableBytes(_bytes.U8(10)));
        }

        var frame = new GifFrame
        {
            Area = new(_bytes.U16(_at + 1), _bytes.U16(_at + 3), _bytes.U16(_at + 5), _bytes.U16(_at + 7)),
            Interlaced = (flags & 0x40) != 0,
            Control = _control ?? GifControl.None,
            Colours = (int)table..(int)(table + tableBytes),
            Data = (int)data,
        };
        if (frame.Area.Width == 0 || frame.Area.Height == 0)
        {
            throw RefusedException.Corrupt("a GIF frame has no size");
        }

        if (tableBytes == 0)
        {
            throw RefusedException.Unsupported("a GIF without a colour table, whose colours are left to each program");
        }

        if (_frames.Count == 0)
        {
            // As in Chromium, the screen grows until it holds the first frame. Of a later one nobody shows what is outside.
            (_width, _height) = (Math.Max(_width, frame.Area.Right), Math.Max(_height, frame.Area.Bottom));
        }

        _frames.Add(frame);
        _control = null;

        // The file may end within the data behind the last pixel.
        for (_at = data + 1; _at < _bytes.Length && _bytes.U8(_at) is not 0 and var length;)
        {
            _at += 1 + length;
        }

        _at++;
    }
}
