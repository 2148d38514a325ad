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
            TiffUnsupported.Refuse(bytes, tiff, page, isFirst: first is null);
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
            0 or 1 or TiffPalette.Photometric => 1,
            5 => 4,
            _ => 3,
        };
        var format = SampleFormat(bytes, page, depth, (int)photometric, compression);
        if (bits.Any(b => b != depth)
            || depth is not (1 or 2 or 4 or 8 or 16 or 32 or 64)
            || (depth < 8 && (samples != 1 || colours != 1)))
        {
            throw RefusedException.Unsupported($"a TIFF of {string.Join(", ", bits)} bits a sample");
        }

        if (samples - colours is not (0 or 1) || extra.Length > samples - colours || samples > 4)
        {
            throw RefusedException.Unsupported(colours == 4 && samples > 4
                ? $"a TIFF of CMYK with {samples - colours} further channels, more samples a pixel than the resampler takes"
                : $"a TIFF of {samples} samples a pixel, of which {extra.Length} are extra");
        }

        if (photometric == TiffPalette.Photometric)
        {
            if (samples != 1 || depth > 8)
            {
                throw RefusedException.Unsupported($"a palette TIFF of {samples} samples of {depth} bits a pixel");
            }

            _ = TiffPalette.Read(bytes, page, depth);
        }

        var isPlanar = samples > 1 && TiffFile.Value(bytes, page, TiffTag.PlanarConfiguration, 1) == 2;
        if (isPlanar && (compression == 7 || extra is [Associated]))
        {
            throw RefusedException.Unsupported(
                "a TIFF with its channels apart (planar) in JPEG or multiplied by alpha, which the codec does not read");
        }

        if (isPlanar && page.Any(e => e.Tag is TiffTag.StripOffsets or TiffTag.TileOffsets && (e.Count == 0 || e.Count % samples != 0)))
        {
            throw RefusedException.Corrupt($"the TIFF's {samples} channels do not have as many strips or tiles each");
        }

        if (compression == 7)
        {
            TiffJpeg.RefuseProcess(bytes, page);
        }

        var tileWidth = TiffFile.Value(bytes, page, TiffTag.TileWidth, 0);
        var tileHeight = TiffFile.Value(bytes, page, TiffTag.TileLength, 0);
        var subsampling = TiffFile.Values(bytes, page, TiffTag.YCbCrSubSampling);
        var header = new TiffHeader
        {
            Width = (int)width,
            Height = (int)height,
            Frames = tiff.Pages.Count,
            HasCredentials = tiff.Pages.Any(p => p.Any(e => e.Tag is TiffTag.ContentCredentials)),
            Channels = photometric == TiffPalette.Photometric ? 3 : samples,
            HasAlpha = extra is [Unassociated or Associated],
            IsCmyk = photometric == 5,
            BytesPerSample = (format, depth) switch
            {
                (_, < 16) => 1,
                (TiffSampleFormat.Float, 16 or 32) => sizeof(float),
                (_, 16) => sizeof(ushort),
                _ => sizeof(double),
            },
            BitDepth = depth,
            SampleFormat = format,
            Compression = compression,
            Predictor = Predictor(bytes, page, format, depth),
            Photometric = (int)photometric,
            Premultiplied = extra is [Associated],
            Planar = isPlanar,
            Subsampled = photometric == 6 && (subsampling.Length != 2 || (subsampling[0] == 2 && subsampling[1] == 2)),
            Quality = compression == 7 ? Quality(bytes, page) : null,
            Tile = tileWidth > 0 && tileHeight > 0 ? ((int)Math.Min(tileWidth, 1 << 15), (int)Math.Min(tileHeight, 1 << 15)) : null,
            RowsPerStrip = (int)Math.Clamp(TiffFile.Value(bytes, page, TiffTag.RowsPerStrip, int.MaxValue), 1, height),
            File = tiff,
        };
        return header is { IsOfNumbers: true, Premultiplied: true } ? header with { HasAlpha = false, Premultiplied = false } : header;
    }

    /// <summary>Other numbers than unsigned ones are taken where they are grey, or red, green and blue.</summary>
    private static TiffSampleFormat SampleFormat(
        HeaderBytes bytes, IReadOnlyList<TiffEntry> page, int depth, int photometric, int compression)
    {
        var formats = TiffFile.Values(bytes, page, TiffTag.SampleFormat).Distinct().ToList();
        var refused = (formats, depth) switch
        {
            ([] or [1] or [4], < 32) => null,
            ([2], 8 or 16) or ([] or [1] or [2] or [4], 32) or ([3], 16 or 32 or 64) when photometric is 1 or 2 && compression != 7 => null,
            ([] or [1] or [2] or [4], 64) => "whole numbers of 64 bits, of which the resampler's sums hold 53",
            ([2], _) => $"signed samples of {depth} bits and photometric interpretation {photometric}",
            ([] or [1] or [4], _) => $"whole numbers of {depth} bits and photometric interpretation {photometric}",
            ([3], _) => $"floating-point samples of {depth} bits and photometric interpretation {photometric}",
            ([5 or 6], _) => "complex samples",
            ({ Count: > 1 }, _) => "samples of several formats",
            _ => $"samples of {depth} bits and format {formats[0]}",
        };
        return refused is null
            ? formats is [2] ? TiffSampleFormat.Signed : formats is [3] ? TiffSampleFormat.Float : TiffSampleFormat.Unsigned
            : throw RefusedException.Unsupported($"a TIFF of {refused}");
    }

    private static int Predictor(HeaderBytes bytes, IReadOnlyList<TiffEntry> page, TiffSampleFormat format, int depth)
    {
        var predictor = (int)TiffFile.Value(bytes, page, TiffTag.Predictor, 1);
        return (predictor, format, depth) switch
        {
            (1, _, _) or (2, _, < 64) or (3, TiffSampleFormat.Float, 32) => predictor,
            (2, _, _) => throw RefusedException.Unsupported(
                $"a TIFF with a predictor for samples of {depth} bits, which the codec does not read"),
            (3, _, _) => throw RefusedException.Unsupported(
                $"a TIFF with a floating-point predictor for samples of {depth} bits, which the codec does not write"),
            _ => throw RefusedException.Unsupported($"a TIFF with predictor {predictor}"),
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
