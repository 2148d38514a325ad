using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats;

/// <summary>An <see cref="ImageFormat"/> whose header has a type of its own.</summary>
internal abstract class TypedImageFormat<THeader> : ImageFormat
    where THeader : ImageHeader
{
    public abstract override THeader ReadHeader(ReadOnlySpan<byte> file);

    public sealed override long EstimatePeakBytes(ImageHeader header, long decoded, long encoded) =>
        EstimatePeakBytes((THeader)header, decoded, encoded);

    public sealed override void CheckIntegrity(ReadOnlySpan<byte> file, ImageHeader header, CancellationToken cancellationToken) =>
        CheckIntegrity(file, (THeader)header, cancellationToken);

    public sealed override DecodedImage Decode(ReadOnlyMemory<byte> file, ImageHeader header, CancellationToken cancellationToken) =>
        Decode(file, (THeader)header, cancellationToken);

    public sealed override byte[] Encode(
        RowSource rows, ImageHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken) =>
        Encode(rows, (THeader)header, original, spec, cancellationToken);

    public sealed override byte[] CopyMetadata(ReadOnlySpan<byte> original, ImageHeader header, byte[] encoded, bool strip) =>
        CopyMetadata(original, (THeader)header, encoded, strip);

    protected abstract long EstimatePeakBytes(THeader header, long decoded, long encoded);

    protected virtual void CheckIntegrity(ReadOnlySpan<byte> file, THeader header, CancellationToken cancellationToken)
    {
    }

    protected abstract DecodedImage Decode(ReadOnlyMemory<byte> file, THeader header, CancellationToken cancellationToken);

    protected abstract byte[] Encode(
        RowSource rows, THeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken);

    protected virtual byte[] CopyMetadata(ReadOnlySpan<byte> original, THeader header, byte[] encoded, bool strip) => encoded;
}
