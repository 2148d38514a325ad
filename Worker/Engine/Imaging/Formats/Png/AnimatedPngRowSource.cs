using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>
/// The decoder of animated PNGs: the whole image as browsers show it, frame by frame. A default image that is no part of the
/// animation comes first. Each frame is decoded as a PNG of its own.
/// </summary>
internal sealed class AnimatedPngRowSource : DecodedImage
{
    private readonly ReadOnlyMemory<byte> _file;
    private readonly PngHeader _header;
    private readonly IReadOnlyList<PngFrame> _frames;
    private readonly Func<ReadOnlyMemory<byte>, PngHeader, DecodedImage> _decode;
    private readonly CancellationToken _cancellationToken;
    private readonly FrameCanvas _canvas;
    private int _row;

    /// <param name="file">The file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="animation">The header's.</param>
    /// <param name="decode">Decodes a PNG that is not animated.</param>
    /// <param name="cancellationToken">Looked at before each row of a frame.</param>
    /// <exception cref="RefusedException">The canvas takes more than an array can hold.</exception>
    public AnimatedPngRowSource(
        ReadOnlyMemory<byte> file,
        PngHeader header,
        PngAnimation animation,
        Func<ReadOnlyMemory<byte>, PngHeader, DecodedImage> decode,
        CancellationToken cancellationToken) : base(header.Shape)
    {
        (_file, _header, _frames) = (file, header, animation.Frames);
        (_decode, _cancellationToken, _canvas) = (decode, cancellationToken, new(header.Shape));
    }

    public override void ReadRow(Span<byte> row)
    {
        var (number, y) = int.DivRem(_row++, Shape.FrameHeight);
        if (y == 0)
        {
            Show(_frames[number]);
        }

        _canvas.Row(y).CopyTo(row);
    }

    public override void Close() => Dispose();

    private void Show(PngFrame frame)
    {
        _canvas.Begin(frame.Area, frame.Disposal);
        using var decoded = _decode(ByItself(frame), _header.OfFrame(frame));
        var row = new byte[decoded.Shape.RowBytes];
        for (var y = 0; y < frame.Area.Height; y++)
        {
            _cancellationToken.ThrowIfCancellationRequested();
            decoded.ReadRow(row);
            if (Shape.BytesPerSample == 1)
            {
                Draw(row, decoded.Shape.Channels, _canvas.FrameRow(y), Shape, frame.Blends);
            }
            else
            {
                Draw(
                    MemoryMarshal.Cast<byte, ushort>(row),
                    decoded.Shape.Channels,
                    MemoryMarshal.Cast<byte, ushort>(_canvas.FrameRow(y)),
                    Shape,
                    frame.Blends);
            }
        }

        decoded.Close();
    }

    /// <summary>The frame as a PNG with the colours of the whole.</summary>
    private byte[] ByItself(PngFrame frame)
    {
        var file = _file.Span;
        using var png = new MemoryStream();
        png.Write(file[..8]);
        var head = file[16..29].ToArray();
        BinaryPrimitives.WriteInt32BigEndian(head, frame.Area.Width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), frame.Area.Height);
        PngChunks.Write(png, "IHDR"u8, head);
        foreach (var chunk in _header.Chunks.Where(c => c.Name is "PLTE" or "tRNS"))
        {
            png.Write(file.Slice(chunk.Offset, chunk.Length));
        }

        using var data = new MemoryStream();
        foreach (var part in frame.Data)
        {
            data.Write(file[part]);
        }

        PngChunks.Write(png, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        png.Write(PngReader.End);
        return png.ToArray();
    }

    /// <summary>Draws a row of a frame, of as many channels as the canvas or without its alpha.</summary>
    private static void Draw<T>(ReadOnlySpan<T> row, int stored, Span<T> canvas, RowShape shape, bool blends)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var channels = shape.Channels;
        if (stored == channels && !(blends && shape.HasAlpha))
        {
            row.CopyTo(canvas);
            return;
        }

        for (var (from, to) = (0, 0); from < row.Length; from += stored, to += channels)
        {
            var pixel = row.Slice(from, stored);
            var below = canvas.Slice(to, channels);
            if (stored < channels)
            {
                pixel.CopyTo(below);
                below[^1] = T.MaxValue;
            }
            else
            {
                DrawOver(pixel, below);
            }
        }
    }

    /// <summary>Colours that are not multiplied by their alpha, over others.</summary>
    private static void DrawOver<T>(ReadOnlySpan<T> pixel, Span<T> below)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var whole = ulong.CreateTruncating(T.MaxValue);
        var (alpha, alphaBelow) = (ulong.CreateTruncating(pixel[^1]), ulong.CreateTruncating(below[^1]));
        if (alpha == 0)
        {
            return;
        }

        var (share, shareBelow) = (alpha * whole, (whole - alpha) * alphaBelow);
        var sum = share + shareBelow;
        for (var c = 0; c < pixel.Length - 1; c++)
        {
            var colour = ulong.CreateTruncating(pixel[c]) * share + ulong.CreateTruncating(below[c]) * shareBelow;
            below[c] = T.CreateTruncating((colour + sum / 2) / sum);
        }

        below[^1] = T.CreateTruncating((sum + whole / 2) / whole);
    }
}
