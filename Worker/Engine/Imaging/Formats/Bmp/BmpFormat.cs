using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.ImageSharp;
using ImgCompress.Engine.Imaging.Pixels;
using SixLabors.ImageSharp.Formats.Bmp;

namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>
/// Bitmaps of Windows and OS/2: plain ones through ImageSharp, and by code of our own what that reads and does not write as it was.
/// </summary>
internal sealed class BmpFormat : TypedImageFormat<BmpHeader>
{
    public override string Name => "BMP";

    /// <summary>Sizes are signed 32-bit numbers.</summary>
    public override int MaxSide => int.MaxValue;

    public override bool Matches(ReadOnlySpan<byte> file) => BmpReader.IsBmp(file);

    public override BmpHeader ReadHeader(ReadOnlySpan<byte> file) => BmpReader.Read(file);

    /// <summary>A pixel of three samples may have four bytes, and rows are padded.</summary>
    public override long EstimateFileBytes(ImageHeader header, long fileBytes, long decoded, long encoded, ResizeSpec spec) =>
        base.EstimateFileBytes(header, fileBytes, decoded, encoded, spec) * 4 / 3;

    /// <summary>Runs are unpacked as a whole, and a palette's pixels kept to be looked at twice.</summary>
    protected override long EstimatePeakBytes(BmpHeader header, long decoded, long encoded) =>
        header.IsPlain ? ImageSharpCodec.EstimatePeakBytes(decoded, encoded)
            : (header.HasRuns ? decoded : 0) + (header.Palette ? 2 * encoded : 0);

    protected override void CheckIntegrity(ReadOnlySpan<byte> file, BmpHeader header, CancellationToken cancellationToken)
    {
        var end = header.PixelOffset + (header.RowBytes * header.Height);
        if (!header.HasRuns && file.Length < end)
        {
            throw RefusedException.Corrupt($"the BMP is cut off: {file.Length} bytes of {end}");
        }
    }

    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, BmpHeader header, CancellationToken cancellationToken) =>
        header.IsPlain ? ImageSharpCodec.Decode(file, header.Shape, new BmpDecoder(), cancellationToken)
            : header.IsBilevel ? new BilevelRows(new BmpRows(file, header))
            : new BmpRows(file, header);

    protected override byte[] Encode(
        RowSource rows, BmpHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken) =>
        header.IsPlain
            ? ImageSharpCodec.Encode(
                rows, original, new BmpEncoder { BitsPerPixel = (BmpBitsPerPixel)header.BitsPerPixel }, cancellationToken)
            : BmpWriter.Write(header.IsBilevel ? new DitheredRows(rows, bits: 1, original, spec.Filter) : rows, header, cancellationToken);

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, BmpHeader header, byte[] encoded, bool strip) =>
        BmpMetadata.Copy(original, header, encoded, strip);
}
