using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>
/// Reads the frames of an animated PNG (PNG third edition, section 11.3.6). Strict: decoders guess in different ways at frames that are
/// out of order, out of place or not as many as announced, so such a file is damaged.
/// </summary>
internal ref struct PngAnimationReader
{
    private const int ControlBytes = 26;

    private readonly HeaderBytes _bytes;
    private readonly int _width;
    private readonly int _height;
    private readonly List<PngFrame> _frames = [];
    private List<Range> _data = [];
    private uint? _announced;
    private uint _plays;
    private uint _number;

    private PngAnimationReader(HeaderBytes bytes, int width, int height)
    {
        _bytes = bytes;
        (_width, _height) = (width, height);
    }

    /// <summary>Null of a PNG that is not animated.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="chunks">All of its chunks.</param>
    /// <param name="width">The image's width, in pixels.</param>
    /// <param name="height">The image's height, in pixels.</param>
    public static PngAnimation? Read(HeaderBytes bytes, List<PngHeader.Chunk> chunks, int width, int height) =>
        chunks.Exists(c => c.Name is "acTL" or "fcTL" or "fdAT")
            ? new PngAnimationReader(bytes, width, height).Read(chunks)
            : null;

    private PngAnimation Read(List<PngHeader.Chunk> chunks)
    {
        var before = "";
        foreach (var chunk in chunks)
        {
            switch (chunk.Name)
            {
                case "acTL":
                    ReadControl(chunk);
                    break;
                case "fcTL":
                    Begin(ReadFrame(chunk));
                    break;
                case "IDAT":
                    AddPicture(chunk, before is "IDAT");
                    break;
                case "fdAT":
                    AddData(chunk);
                    break;
            }

            before = chunk.Name;
        }

        EndFrame();
        var shown = _frames.Count(frame => frame.IsShown);
        return _announced == shown && shown > 0
            ? new(_plays, _frames)
            : throw Damaged($"it announces {_announced?.ToString() ?? "no"} frames and has {shown}");
    }

    private void ReadControl(PngHeader.Chunk chunk)
    {
        // The first frame's fcTL may stand before it.
        if (_announced is not null || _frames.Count > 1 || _data.Count > 0 || chunk.Length != 12 + 8)
        {
            throw Damaged("its acTL chunk is not the only one, not before its picture, or not of 8 bytes");
        }

        (_announced, _plays) = (_bytes.U32(chunk.Offset + 8L), _bytes.U32(chunk.Offset + 12L));
    }

    private PngFrame ReadFrame(PngHeader.Chunk chunk)
    {
        RequireNumber(chunk);
        var at = chunk.Offset + 12L;
        if (chunk.Length != 12 + ControlBytes)
        {
            throw Damaged("an fcTL chunk is not of 26 bytes");
        }

        var (width, height, left, top) = (_bytes.U32(at), _bytes.U32(at + 4), _bytes.U32(at + 8), _bytes.U32(at + 12));
        if (width == 0 || height == 0 || (long)left + width > _width || (long)top + height > _height)
        {
            throw Damaged("a frame leaves the image, or has no size");
        }

        return new()
        {
            Area = new((int)left, (int)top, (int)width, (int)height),
            Delay = (_bytes.U16(at + 16), _bytes.U16(at + 18)),
            Disposal = _bytes.U8(at + 20) switch
            {
                0 => FrameDisposal.Keep,
                1 => FrameDisposal.Clear,
                2 => FrameDisposal.Restore,
                _ => throw Damaged("a frame is disposed of in an unknown way"),
            },
            Blends = _bytes.U8(at + 21) switch
            {
                0 => false,
                1 => true,
                _ => throw Damaged("a frame is drawn in an unknown way"),
            },
        };
    }

    /// <summary>The default image is the first frame where an fcTL stands before it.</summary>
    private void AddPicture(PngHeader.Chunk chunk, bool continues)
    {
        var whole = new FrameArea(0, 0, _width, _height);
        if (_frames.Count == 0)
        {
            Begin(new() { Area = whole, Disposal = FrameDisposal.Clear, Blends = false, IsShown = false });
        }

        if (_frames.Count > 1 || _frames[0].Area != whole || (_data.Count > 0 && !continues))
        {
            throw Damaged("its default image is no frame of its size, or not in one piece");
        }

        _data.Add((chunk.Offset + 8)..(chunk.Offset + chunk.Length - 4));
    }

    private void AddData(PngHeader.Chunk chunk)
    {
        RequireNumber(chunk);
        if (_frames.Count < 2)
        {
            throw Damaged("data of a frame stands before that frame's fcTL chunk");
        }

        _data.Add((chunk.Offset + 12)..(chunk.Offset + chunk.Length - 4));
    }

    private void Begin(PngFrame frame)
    {
        EndFrame();
        _frames.Add(frame);
    }

    private void EndFrame()
    {
        if (_frames.Count == 0)
        {
            return;
        }

        _frames[^1] = _data.Count > 0 ? _frames[^1] with { Data = _data } : throw Damaged("a frame has no data");
        _data = [];
    }

    /// <summary>All fcTL and fdAT chunks are numbered in the order in which they stand.</summary>
    private void RequireNumber(PngHeader.Chunk chunk)
    {
        if (chunk.Length < 12 + 4 || _bytes.U32(chunk.Offset + 8L) != _number++)
        {
            throw Damaged("the numbers of its frames' chunks are not in order");
        }
    }

    private static RefusedException Damaged(string what) => RefusedException.Corrupt($"the animated PNG is damaged: {what}");
}
