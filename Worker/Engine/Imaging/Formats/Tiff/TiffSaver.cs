using System.Buffers.Binary;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>Writes a TIFF in its original's compression and layout. Byte order is the machine's: libtiff writes no other.</summary>
internal static class TiffSaver
{
    /// <summary>For JPEG inside, where the original's tables do not tell.</summary>
    private const int DefaultQuality = 85;

    /// <summary>From here on libvips writes JPEG inside with full chroma, as RGB.</summary>
    private const int FullChromaQuality = 90;

    public static byte[] Save(Image image, TiffHeader tiff, ResizeSpec spec) => image.TiffsaveBuffer(
        compression: tiff.Compression switch
        {
            2 or 3 or 4 => Enums.ForeignTiffCompression.Ccittfax4,
            5 => Enums.ForeignTiffCompression.Lzw,
            7 => Enums.ForeignTiffCompression.Jpeg,
            8 or 32946 => Enums.ForeignTiffCompression.Deflate,
            32773 => Enums.ForeignTiffCompression.Packbits,
            _ => Enums.ForeignTiffCompression.None,
        },
        q: Quality(tiff, spec),
        predictor: (Enums.ForeignTiffPredictor)tiff.Predictor,
        tile: tiff.Tile is not null,
        tileWidth: tiff.Tile?.Width ?? 128,
        tileHeight: tiff.Tile?.Height ?? RowsPerStrip(tiff, image),
        miniswhite: tiff.WhiteIsZero,
        bitdepth: tiff.BitDepth < 8 ? tiff.BitDepth : 0,
        bigtiff: tiff.File.Big,
        premultiply: tiff.Premultiplied,
        keep: Enums.ForeignKeep.None);

    /// <summary>Has each page of a new TIFF say something else of its samples, each of them alike.</summary>
    /// <param name="encoded">As libtiff writes it; changed.</param>
    /// <param name="tag">One of SHORTs, which is there.</param>
    /// <param name="value">Of the original.</param>
    public static byte[] Say(byte[] encoded, TiffTag tag, int value)
    {
        foreach (var entry in TiffFile.Read(encoded).Pages.Select(page => page.Single(entry => entry.Tag == tag)))
        {
            for (var i = 0; i < entry.Count; i++)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(encoded.AsSpan((int)entry.At + (2 * i)), (ushort)value);
            }
        }

        return encoded;
    }

    private static int Quality(TiffHeader tiff, ResizeSpec spec)
    {
        var quality = spec.Quality ?? JpegQuality.Followed(tiff.Quality ?? DefaultQuality);
        return tiff.Subsampled || tiff.Channels == 1 ? quality : Math.Max(quality, FullChromaQuality);
    }

    /// <summary>JPEG takes strips of whole blocks.</summary>
    private static int RowsPerStrip(TiffHeader tiff, Image image) =>
        Math.Min((Math.Min(tiff.RowsPerStrip, 1 << 15) + 15) / 16 * 16, Math.Max(16, image.Height));
}
