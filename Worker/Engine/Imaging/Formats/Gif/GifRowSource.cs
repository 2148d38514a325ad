using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Gif;

/// <summary>
/// The decoder: the screen as browsers show it, frame by frame. It begins transparent, what a frame disposes of by the background
/// becomes transparent, and of a frame that leaves the screen the part within is shown. libnsgif, libvips' decoder, fills with the
/// background colour or black where no frame has a transparent index.
/// </summary>
internal sealed class GifRowSource : DecodedImage
{
    /// <summary>The four passes of an interlaced frame (GIF89a specification, appendix E): first row, and the step to the next.</summary>
    private static readonly (int First, int Step)[] Interlaced = [(0, 8), (4, 8), (2, 4), (1, 2)];

    private static readonly (int First, int Step)[] InOrder = [(0, 1)];

    private readonly ReadOnlyMemory<byte> _file;
    private readonly GifHeader _header;
    private readonly CancellationToken _cancellationToken;
    private readonly FrameCanvas _screen;
    private int _row;

    /// <exception cref="RefusedException">The screen takes more than an array can hold.</exception>
    public GifRowSource(ReadOnlyMemory<byte> file, GifHeader header, CancellationToken cancellationToken) : base(header.Shape) =>
        (_file, _header, _cancellationToken, _screen) = (file, header, cancellationToken, new(header.Shape));

    public override void ReadRow(Span<byte> row)
    {
        var (number, y) = int.DivRem(_row++, Shape.FrameHeight);
        if (y == 0)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            var frame = _header.Sequence[number];
            _screen.Begin(frame.Area, frame.Control.Disposal);
            Draw(frame);
        }

        _screen.Row(y).CopyTo(row);
    }

    public override void Close() => Dispose();

    private void Draw(GifFrame frame)
    {
        var file = _file.Span;
        var pixels = new GifPixels(file, frame.Data);
        var indices = new byte[frame.Area.Width];
        foreach (var (first, step) in frame.Interlaced ? Interlaced : InOrder)
        {
            for (var y = first; y < frame.Area.Height; y += step)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                pixels.Read(indices);
                Draw(indices, file[frame.Colours], frame.Control.Transparent, _screen.FrameRow(y));
            }
        }
    }

    private void Draw(ReadOnlySpan<byte> indices, ReadOnlySpan<byte> colours, byte? transparent, Span<byte> row)
    {
        var channels = Shape.Channels;
        for (var x = 0; x * channels < row.Length; x++)
        {
            var index = indices[x];
            if (index == transparent)
            {
                continue;
            }

            if (3 * index >= colours.Length)
            {
                throw RefusedException.Corrupt("a GIF frame holds a colour that is not in its table");
            }

            var pixel = row.Slice(x * channels, channels);
            colours.Slice(3 * index, 3).CopyTo(pixel);
            if (channels == 4)
            {
                pixel[3] = byte.MaxValue;
            }
        }
    }
}
