using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Damage;
using ImgCompress.Worker.Imaging.Headers;
using ImgCompress.Worker.Imaging.Resampling;

namespace ImgCompress.Worker.Imaging;

/// <summary>Bytes of an image in, bytes of the resized image out. Knows no paths; safe to call from several threads.</summary>
internal sealed class ImageResizer(ImageLimits limits)
{
    public ImageLimits Limits => limits;

    /// <summary>Reads the header alone: format, size, what it will take, and whether it is refused.</summary>
    public Inspection Inspect(ReadOnlyMemory<byte> file, ResizeSpec spec)
    {
        try
        {
            var header = ReadHeader(file.Span);
            var (newWidth, newHeight) = NewSize(header, spec);
            var memory = MemoryEstimate.Of(header, file.Length, newWidth, newHeight, spec);
            return new Inspection.Accepted(header.Format, header.Width, header.Height, header.Frames, memory);
        }
        catch (RefusedException refused)
        {
            return new Inspection.Refused(refused.Failure);
        }
    }

    /// <summary>Decodes, resizes and encodes. The same bytes and spec give the same bytes.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; looked at before each strip of rows.</exception>
    public Resized Resize(ReadOnlyMemory<byte> file, ResizeSpec spec, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var header = ReadHeader(file.Span);
            var (newWidth, newHeight) = NewSize(header, spec);
            RefuseDamage(file, header, cancellationToken);
            var bytes = Recode(file, header, newWidth, newHeight, spec, cancellationToken);
            return new Resized.Image(
                bytes, (long)header.Width * header.Height * header.Frames, (long)newWidth * newHeight * header.Frames);
        }
        catch (RefusedException refused)
        {
            return new Resized.Refused(refused.Failure);
        }
    }

    private static byte[] Recode(
        ReadOnlyMemory<byte> file, ImageHeader header, int newWidth, int newHeight, ResizeSpec spec, CancellationToken cancellationToken)
    {
        using var decoded = Codec.Chosen.Open(file, header, cancellationToken);
        using var resized = Resampler.Create(decoded, newWidth, newHeight, spec.Filter);
        var encoded = ImageEncoder.Encode(resized, header, decoded, spec, cancellationToken);
        decoded.Close();
        return header.Carry(file.Span, encoded, spec.Strip);
    }

    /// <summary>Damage that a decoder may forgive, looked for over the whole file before it is decoded.</summary>
    private static void RefuseDamage(ReadOnlyMemory<byte> file, ImageHeader header, CancellationToken cancellationToken)
    {
        switch (header)
        {
            case JpegHeader jpeg:
                JpegScans.RequireEnd(file.Span, jpeg.ScanOffset);
                break;
            case GifHeader:
                GifData.RequireWhole(file.Span, cancellationToken);
                break;
        }

        Codec.Chosen.RefuseDamage(file, header, cancellationToken);
    }

    private ImageHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        if (file.Length > limits.MaxBytes)
            throw RefusedException.TooLarge($"{file.Length} bytes are more than the {limits.MaxBytes} allowed");
        var header = ImageSniffer.Read(file);
        RequirePixels(header.Width, header.Height, header.Frames, "the image has");
        Extras.Refuse(file, header);
        Codec.Chosen.RefuseForm(header);
        return header;
    }

    private (int Width, int Height) NewSize(ImageHeader header, ResizeSpec spec)
    {
        if (spec.Scale(header.Width) is not { } width || spec.Scale(header.Height) is not { } height)
            throw RefusedException.TooLarge($"{header.Width}×{header.Height} pixels times {spec.ScaleFactor} are beyond any format");
        RequirePixels(width, height, header.Frames, "the resized image would have");
        return width <= header.MaxSide && height <= header.MaxSide
            ? (width, height)
            : throw RefusedException.TooLarge($"{width}×{height} pixels; {header.Format} files are written up to {header.MaxSide} a side");
    }

    private void RequirePixels(int width, int height, int frames, string what)
    {
        // Three numbers below 2³¹ overflow 64 bits: compare by division.
        if ((long)width * height > limits.MaxPixels / frames)
        {
            var times = frames > 1 ? $"×{frames} frames" : "";
            throw RefusedException.TooLarge($"{what} {width}×{height}{times} pixels, more than the {limits.MaxPixels} allowed");
        }
    }
}
