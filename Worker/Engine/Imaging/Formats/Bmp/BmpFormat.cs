using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.ImageSharp;
using ImgCompress.Engine.Imaging.Pixels;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace ImgCompress.Engine.Imaging.Formats.Bmp;

/// <summary>Windows bitmaps of 8, 24 and 32 bits without compression, through ImageSharp.</summary>
internal sealed class BmpFormat : ImageSharpFormat<BmpHeader>
{
    public override string Name => "BMP";

    /// <summary>Sizes are signed 32-bit numbers.</summary>
    public override int MaxSide => int.MaxValue;

    protected override IImageDecoder Decoder { get; } = new BmpDecoder();

    public override bool Matches(ReadOnlySpan<byte> file) => BmpReader.IsBmp(file);

    public override BmpHeader ReadHeader(ReadOnlySpan<byte> file) => BmpReader.Read(file);

    /// <summary>A palette's pixels are kept to be looked at twice.</summary>
    protected override long EstimatePeakBytes(BmpHeader header, long decoded, long encoded) =>
        base.EstimatePeakBytes(header, decoded, encoded) + (header.Palette ? 2 * encoded : 0);

    protected override void CheckIntegrity(ReadOnlySpan<byte> file, BmpHeader header, CancellationToken cancellationToken) =>
        BmpIntegrity.RequireWhole(file, header);

    /// <summary>
    /// With the number of its colours said: where it is not, ImageSharp 2.1 takes all bytes before the pixels for 256 colours of as many
    /// bytes as then fall to each.
    /// </summary>
    protected override ReadOnlyMemory<byte> ForDecoder(ReadOnlyMemory<byte> file, BmpHeader header)
    {
        if (header.BitsPerPixel != 8)
        {
            return file;
        }

        var copy = file.ToArray();
        BmpMetadata.WriteColours(copy, header.Colours);
        return copy;
    }

    /// <summary>
    /// 256 colours or fewer stay exactly those they are, as indices that ImageSharp writes as greys: its own quantiser takes colours for
    /// one another that are near. More are quantised.
    /// </summary>
    protected override byte[] Encode(
        RowSource rows, BmpHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken)
    {
        if (!header.Palette)
        {
            return base.Encode(rows, header, original, spec, cancellationToken);
        }

        using var pixels = MemoryRows.Of(rows, cancellationToken);
        if (Palette.Of(pixels) is not { } palette)
        {
            return base.Encode(pixels, header, original, spec, cancellationToken);
        }

        using var indices = new MemoryRows(pixels.Shape with { Channels = 1 }, palette.Indices);
        return BmpMetadata.WithPalette(base.Encode(indices, header, original, spec, cancellationToken), palette.Colours);
    }

    protected override IImageEncoder Encoder(BmpHeader header, RowShape shape) =>
        new BmpEncoder { BitsPerPixel = (BmpBitsPerPixel)header.BitsPerPixel, Quantizer = new WuQuantizer() };

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, BmpHeader header, byte[] encoded, bool strip) =>
        BmpMetadata.Copy(original, header, encoded, strip);
}
