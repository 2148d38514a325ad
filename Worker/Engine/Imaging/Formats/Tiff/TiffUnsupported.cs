using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>Forms of TIFF that the codec cannot read, or cannot write again as they were.</summary>
internal static class TiffUnsupported
{
    public static void Refuse(HeaderBytes bytes, IReadOnlyList<TiffEntry> page, bool isFirst)
    {
        foreach (var entry in page)
        {
            if (Reason(entry.Tag) is { } reason)
            {
                throw RefusedException.Unsupported(reason);
            }
        }

        if ((TiffFile.Value(bytes, page, TiffTag.NewSubfileType, 0) & 1) != 0)
        {
            throw RefusedException.Unsupported(isFirst
                ? "a TIFF that begins with a preview, as raw camera images do"
                : "a TIFF with its picture in several sizes (a pyramid, or a thumbnail)");
        }

        if (TiffFile.Values(bytes, page, TiffTag.SampleFormat).Any(f => f is not (1 or 4)))
        {
            throw RefusedException.Unsupported("a TIFF of signed, floating-point or complex samples");
        }

        if (TiffFile.Value(bytes, page, TiffTag.PlanarConfiguration, 1) == 2 && TiffFile.Value(bytes, page, TiffTag.SamplesPerPixel, 1) > 1)
        {
            throw RefusedException.Unsupported("a TIFF with its channels apart (planar), which the codec does not write");
        }

        if (TiffFile.Value(bytes, page, TiffTag.InkSet, 1) != 1)
        {
            throw RefusedException.Unsupported("a TIFF of other inks than cyan, magenta, yellow and black");
        }

        if (TiffFile.Value(bytes, page, TiffTag.Predictor, 1) is not (1 or 2))
        {
            throw RefusedException.Unsupported("a TIFF with a floating-point predictor");
        }

        RefuseForm(
            TiffFile.Value(bytes, page, TiffTag.Photometric, -1),
            TiffFile.Value(bytes, page, TiffTag.Compression, 1),
            TiffFile.Value(bytes, page, TiffTag.BitsPerSample, 1));
    }

    private static void RefuseForm(long photometric, long compression, long bits)
    {
        var form = photometric switch
        {
            0 or 1 or 2 or 5 => null,
            3 => "a palette TIFF, which the codec would write in full colour",
            6 when compression == 7 => null,
            6 => "a TIFF in YCbCr without JPEG",
            8 or 9 or 10 => "a TIFF in L*a*b*",
            32803 or 34892 => "a raw camera image (DNG or the like)",
            32844 or 32845 => "a TIFF in LogLuv",
            _ => $"a TIFF of photometric interpretation {photometric}",
        };
        form ??= compression switch
        {
            1 or 5 or 8 or 32946 or 32773 => null,
            7 when photometric is 1 or 2 or 6 && bits == 8 => null,
            7 => "a TIFF with JPEG inside, in CMYK or negative",
            4 when bits == 1 => null,
            2 or 3 => "a TIFF with CCITT T.4 fax compression, of which the codec writes T.6 alone",
            6 => "a TIFF with old-style JPEG inside",
            34661 => "a TIFF with JBIG compression",
            50000 or 34926 => "a TIFF with Zstandard compression",
            50001 => "a TIFF with WebP inside",
            34925 => "a TIFF with LZMA compression",
            34887 => "a TIFF with LERC compression",
            33003 or 33005 or 34712 => "a TIFF with JPEG 2000 inside",
            _ => $"a TIFF with compression {compression}",
        };
        if (form is not null)
        {
            throw RefusedException.Unsupported(form);
        }
    }

    private static string? Reason(TiffTag tag) => tag switch
    {
        TiffTag.DngVersion or TiffTag.CfaPattern => "a raw camera image (DNG or the like)",
        TiffTag.SubIfds => "a TIFF with pictures below its pages (sub-IFDs), as raw camera images and pyramids have them",
        TiffTag.GeoPixelScale or TiffTag.GeoTiepoint or TiffTag.GeoTransformation =>
            "a GeoTIFF, whose place on the map would no longer fit its pixels",
        TiffTag.ImageSourceData => "a TIFF with Photoshop layers, which would be lost",
        _ => null,
    };
}
