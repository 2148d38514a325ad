using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Headers;
using ImgCompress.Worker.Imaging.Palettes;

namespace ImgCompress.Worker.Imaging;

/// <summary>Writes rows in the encoded form that a header describes: what is done whichever codec does the rest.</summary>
internal static class ImageEncoder
{
    /// <inheritdoc cref="IImageCodec.Encode"/>
    public static byte[] Encode(
        RowSource rows, ImageHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken)
    {
        switch (header)
        {
            case PngHeader { Palette: true } png:
                return EncodePalette(rows, png, original, spec, cancellationToken);
            case PngHeader { Channels: 1, BitDepth: < 8 and var bits }:
                return Codec.Chosen.Encode(new LevelRows(rows, bits), header, original, spec, quantise: false, cancellationToken);
            case TiffHeader { BitDepth: < 8 and var bits }:
                return Codec.Chosen.Encode(new LevelRows(rows, bits), header, original, spec, quantise: false, cancellationToken);
            default:
                return Codec.Chosen.Encode(rows, header, original, spec, quantise: false, cancellationToken);
        }
    }

    /// <summary>Exactly, where 256 colours are enough; else the smaller one of a palette of 256 chosen ones and full colour.</summary>
    private static byte[] EncodePalette(
        RowSource rows, PngHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken)
    {
        using var pixels = MemoryRows.Of(rows, cancellationToken);
        if (Palette.Of(pixels) is { } palette)
            return IndexedPng.Write(palette, pixels.Shape.Width, pixels.Shape.Height, header.Interlaced);
        var full = Codec.Chosen.Encode(pixels, header, original, spec, quantise: false, cancellationToken);
        using var again = pixels.Again();
        var chosen = Codec.Chosen.Encode(again, header, original, spec, quantise: true, cancellationToken);
        return chosen.Length <= full.Length ? chosen : full;
    }
}
