using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>Reads what form a TIFF's pages have, and refuses every form that would not come out as it went in.</summary>
internal static class TiffReader
{
    /// <summary>The values of ExtraSamples that say alpha; 0 leaves the meaning open, as of a selection or a spot colour.</summary>
    private const long Associated = 1, Unassociated = 2;

    public static TiffHeader Read(ReadOnlySpan<byte> file)
    {
        var tiff = TiffFile.Read(file);
        var bytes = new HeaderBytes(file, tiff.LittleEndian);
        if (file.Length > 10 && file.Slice(8, 2).SequenceEqual("CR"u8))
        {
            throw RefusedException.Unsupported("a raw camera image (CR2)");
        }

        TiffHeader? first = null;
        foreach (var page in tiff.Pages)
        {
            TiffUnsupported.Refuse(bytes, page, isFirst: first is null);
            var header = Page(bytes, tiff, page);
            first ??= header;
            if (header != first)
            {
                throw RefusedException.Unsupported($"a TIFF of {tiff.Pages.Count} pages that differ in size or form");
            }
        }

        return first! with { IsTurned = ExifTags.Turns((int)TiffFile.Value(bytes, tiff.Pages[0], TiffTag.Orientation, 1)) };
    }

    private static TiffHeader Page(HeaderBytes bytes, TiffFile tiff, IReadOnlyList<TiffEntry> page)
    {
        var (width, height) = (TiffFile.Value(bytes, page, TiffTag.ImageWidth, 0), TiffFile.Value(bytes, page, TiffTag.ImageLength, 0));
        if (width is < 1 or > int.MaxValue || height is < 1 or > int.MaxValue)
        {
            throw RefusedException.Corrupt("the TIFF's size is out of range");
        }

        var bits = TiffFile.Values(bytes, page, TiffTag.BitsPerSample);
        var depth = bits.Length == 0 ? 1 : (int)Math.Min(bits[0], 1000);
        var samples = (int)Math.Min(TiffFile.Value(bytes, page, TiffTag.SamplesPerPixel, 1), 1000);
        var photometric = TiffFile.Value(bytes, page, TiffTag.Photometric, -1);
        var compression = (int)TiffFile.Value(bytes, page, TiffTag.Compression, 1);
        var extra = TiffFile.Values(bytes, page, TiffTag.ExtraSamples);
        var colours = photometric switch
        {
            0 or 1 => 1,
            5 => 4,
            _ => 3,
        };
        if (bits.Any(b => b != depth) || depth is not (1 or 2 or 4 or 8 or 16) || (depth < 8 && (samples != 1 || colours != 1)))
        {
            throw RefusedException.Unsupported($"a TIFF of {string.Join(", ", bits)} bits a sample");
        }

        if (samples - colours is not (0 or 1) || extra.Length != samples - colours || samples > 4)
        {
            throw RefusedException.Unsupported(colours == 4 && samples > 4
                ? $"a TIFF of CMYK with {samples - colours} further channels, more samples a pixel than the resampler takes"
                : $"a TIFF of {samples} samples a pixel, of which {extra.Length} are extra");
        }

        if (compression == 7)
        {
            TiffJpeg.RefuseProcess(bytes, page);
        }

        var tileWidth = TiffFile.Value(bytes, page, TiffTag.TileWidth, 0);
        var tileHeight = TiffFile.Value(bytes, page, TiffTag.TileLength, 0);
        var subsampling = TiffFile.Values(bytes, page, TiffTag.YCbCrSubSampling);
        return new()
        {
            Width = (int)width,
            Height = (int)height,
            Frames = tiff.Pages.Count,
            HasCredentials = tiff.Pages.Any(p => p.Any(e => e.Tag is TiffTag.ContentCredentials)),
            Channels = samples,
            HasAlpha = extra is [Associated or Unassociated],
            IsCmyk = photometric == 5,
            BytesPerSample = depth == 16 ? 2 : 1,
            BitDepth = depth,
            Compression = compression,
            Predictor = TiffFile.Value(bytes, page, TiffTag.Predictor, 1) == 2,
            WhiteIsZero = photometric == 0,
            Premultiplied = extra is [Associated],
            Subsampled = photometric == 6 && (subsampling.Length != 2 || (subsampling[0] == 2 && subsampling[1] == 2)),
            Quality = compression == 7 ? Quality(bytes, page) : null,
            Tile = tileWidth > 0 && tileHeight > 0 ? ((int)Math.Min(tileWidth, 1 << 15), (int)Math.Min(tileHeight, 1 << 15)) : null,
            RowsPerStrip = (int)Math.Clamp(TiffFile.Value(bytes, page, TiffTag.RowsPerStrip, int.MaxValue), 1, height),
            File = tiff,
        };
    }

    private static int? Quality(HeaderBytes bytes, IReadOnlyList<TiffEntry> page)
    {
        foreach (var entry in page)
        {
            if (entry.Tag == TiffTag.JpegTables)
            {
                return JpegReader.QualityOfTables(bytes.Slice(entry.At, entry.Count));
            }
        }

        return null;
    }
}
