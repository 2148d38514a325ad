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
    private readonly byte[] _screen;
    private byte[]? _before;
    private int _row;

    /// <exception cref="RefusedException">The screen takes more than an array can hold.</exception>
    public GifRowSource(ReadOnlyMemory<byte> file, GifHeader header, CancellationToken cancellationToken) : base(header.Shape)
    {
        var bytes = (long)Shape.RowBytes * header.Height;
        if (bytes > Array.MaxLength)
        {
            throw RefusedException.TooLarge($"{bytes} bytes of a GIF's screen, which is needed at once, are more than {Array.MaxLength}");
        }

        (_file, _header, _cancellationToken) = (file, header, cancellationToken);
        _screen = new byte[bytes];
    }

    public override void ReadRow(Span<byte> row)
    {
        var (frame, y) = int.DivRem(_row++, Shape.FrameHeight);
        if (y == 0)
        {
            Show(frame);
        }

        Row(y).CopyTo(row);
    }

    public override void Close() => Dispose();

    private void Show(int number)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (number > 0)
        {
            Clear(_header.Sequence[number - 1]);
        }

        var frame = _header.Sequence[number];
        if (frame.Control.Disposal == GifDisposal.Restore)
        {
            _before ??= new byte[_screen.Length];
            _screen.CopyTo(_before, 0);
        }

        Draw(frame);
    }

    private void Clear(GifFrame frame)
    {
        switch (frame.Control.Disposal)
        {
            case GifDisposal.Clear:
                for (var y = frame.Top; y < Math.Min(frame.Top + frame.Height, Shape.FrameHeight); y++)
                {
                    Within(frame, y).Clear();
                }

                break;
            case GifDisposal.Restore:
                _before!.CopyTo(_screen, 0);
                break;
        }
    }

    private void Draw(GifFrame frame)
    {
        var file = _file.Span;
        var pixels = new GifPixels(file, frame.Data);
        var indices = new byte[frame.Width];
        foreach (var (first, step) in frame.Interlaced ? Interlaced : InOrder)
        {
            for (var y = first; y < frame.Height; y += step)
            {
                _cancellationToken.ThrowIfCancellationRequested();
                pixels.Read(indices);
                if (frame.Top + y < Shape.FrameHeight)
                {
                    Draw(indices, file[frame.Colours], frame.Control.Transparent, Within(frame, frame.Top + y));
                }
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

    /// <summary>What a row of the screen shares with a frame.</summary>
    private Span<byte> Within(GifFrame frame, int y)
    {
        var (left, right) = (Math.Min(frame.Left, Shape.Width), Math.Min(frame.Left + frame.Width, Shape.Width));
        return Row(y)[(left * Shape.Channels)..(right * Shape.Channels)];
    }

    private Span<byte> Row(int y) => _screen.AsSpan(y * Shape.RowBytes, Shape.RowBytes);
}
