using System.Globalization;
using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>Forms of TIFF that the codec cannot read, or cannot write again as they were.</summary>
internal static class TiffUnsupported
{
    private const string Otherwise = ", which the codec does not read: tiffcp -c zip makes one with Deflate of it";

    public static void Refuse(HeaderBytes bytes, TiffFile tiff, IReadOnlyList<TiffEntry> page, bool isFirst)
    {
        foreach (var entry in page)
        {
            var reason = Reason(entry.Tag);
            if (entry is { Tag: TiffTag.ImageDescription, ValueBytes: 1 })
            {
                reason = DescriptionReason(Encoding.Latin1.GetString(bytes.Slice(entry.At, entry.Count)), tiff.Pages.Count);
            }

            if (reason is not null)
            {
                throw RefusedException.Unsupported(reason);
            }
        }

        if (TiffFile.Value(bytes, page, TiffTag.ImageDepth, 1) != 1)
        {
            throw RefusedException.Unsupported("a TIFF of a body, not of a picture");
        }

        if (!TiffPreviews.AreAll(bytes, tiff, page))
        {
            throw RefusedException.Unsupported(
                "a TIFF with pictures below its pages (sub-IFDs) that are no previews of them, as raw camera images have them");
        }

        var kind = TiffFile.Value(bytes, page, TiffTag.NewSubfileType, 0);
        if ((kind & 4) != 0)
        {
            throw RefusedException.Unsupported("a TIFF with a mask of what is transparent beside its picture");
        }

        if ((kind & 1) != 0 || TiffFile.Value(bytes, page, TiffTag.SubfileType, 1) == 2)
        {
            throw RefusedException.Unsupported(isFirst
                ? "a TIFF that begins with a preview, as raw camera images do"
                : "a TIFF with its picture in several sizes (a pyramid, or a thumbnail), each a page: take out the first");
        }

        var compression = TiffFile.Value(bytes, page, TiffTag.Compression, 1);
        if (compression != 6 && page.Any(e => e.Tag is TiffTag.JpegInterchangeFormat))
        {
            throw RefusedException.Unsupported("a TIFF with a JPEG beside its picture, which would be lost");
        }

        if (TiffFile.Value(bytes, page, TiffTag.InkSet, 1) != 1)
        {
            throw RefusedException.Unsupported("a TIFF of other inks than cyan, magenta, yellow and black");
        }

        var photometric = TiffFile.Value(bytes, page, TiffTag.Photometric, -1);
        RefuseForm(photometric, compression, TiffFile.Value(bytes, page, TiffTag.BitsPerSample, 1));
        if (photometric == TiffYCbCr.Photometric && compression != 7)
        {
            TiffYCbCr.RequireWhole(bytes, page);
        }
    }

    private static void RefuseForm(long photometric, long compression, long bits)
    {
        var form = photometric switch
        {
            0 or 1 or 2 or 5 => null,
            TiffPalette.Photometric or TiffLab.Signed or TiffLab.Offset when compression != 7 => null,
            TiffYCbCr.Photometric => null,
            8 or 9 or 10 => "a TIFF in L*a*b* of ITU, or with JPEG inside",
            32803 or 34892 => "a raw camera image (DNG or the like): develop it first",
            32844 or 32845 => "a TIFF in LogLuv",
            _ => $"a TIFF of photometric interpretation {photometric}",
        };
        form ??= compression switch
        {
            1 or 5 or 8 or 32946 or 32773 => null,
            7 when photometric is 1 or 2 or 5 or 6 && bits == 8 => null,
            7 => "a TIFF with JPEG inside, negative or of other than 8 bits",
            2 or 3 or 4 when bits == 1 && photometric is 0 or 1 => null,
            6 => $"a TIFF with old-style JPEG inside{Otherwise}",
            34661 => $"a TIFF with JBIG compression{Otherwise}",
            50000 or 34926 => $"a TIFF with Zstandard compression{Otherwise}",
            50001 => $"a TIFF with WebP inside{Otherwise}",
            34925 => $"a TIFF with LZMA compression{Otherwise}",
            34887 => $"a TIFF with LERC compression{Otherwise}",
            33003 or 33005 or 34712 => $"a TIFF with JPEG 2000 inside{Otherwise}",
            _ => $"a TIFF with compression {compression}",
        };
        if (form is not null)
        {
            throw RefusedException.Unsupported(form);
        }
    }

    /// <summary>Programs of microscopy tell in a text how the pages belong together.</summary>
    private static string? DescriptionReason(string text, int pages)
    {
        if (text.Contains("<OME ", StringComparison.Ordinal))
        {
            return "a TIFF of OME, whose description would no longer fit its pixels";
        }

        const string Images = "images=";
        var images = text.StartsWith("ImageJ=", StringComparison.Ordinal)
            ? text.Split('\n').FirstOrDefault(line => line.StartsWith(Images, StringComparison.Ordinal))?[Images.Length..].Trim()
            : null;
        return images is not null && images != pages.ToString(CultureInfo.InvariantCulture)
            ? $"a TIFF of ImageJ of {images} images, of which {pages} would be kept"
            : null;
    }

    private static string? Reason(TiffTag tag) => tag switch
    {
        TiffTag.DngVersion or TiffTag.CfaPattern or TiffTag.KodakIfd or TiffTag.KodakRawIfd or TiffTag.LeafSubIfd =>
            "a raw camera image (DNG or the like): develop it first",
        TiffTag.RationalPolynomials => "a GeoTIFF whose place on the map is told by polynomials, which would no longer fit its pixels",
        TiffTag.NoData => "a TIFF in which a value stands for no data, which would be mixed with its neighbours",
        TiffTag.ImageSourceData => "a TIFF with Photoshop layers, which would be lost: save it without layers",
        _ => null,
    };
}
