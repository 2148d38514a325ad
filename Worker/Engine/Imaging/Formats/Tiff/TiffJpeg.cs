using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>The JPEG streams inside a TIFF, one a strip or tile (TIFF Technical Note 2).</summary>
internal static class TiffJpeg
{
    /// <summary>Refuses streams of another process than baseline and progressive, which are all that the codec writes for.</summary>
    public static void RefuseProcess(HeaderBytes bytes, IReadOnlyList<TiffEntry> page)
    {
        var tiles = page.Any(e => e.Tag is TiffTag.TileOffsets);
        var offsets = TiffFile.Values(bytes, page, tiles ? TiffTag.TileOffsets : TiffTag.StripOffsets);
        var counts = TiffFile.Values(bytes, page, tiles ? TiffTag.TileByteCounts : TiffTag.StripByteCounts);
        foreach (var (offset, count) in offsets.Zip(counts))
        {
            var reason = FrameMarker(bytes, offset, count) switch
            {
                0xC3 => "a TIFF with lossless JPEG inside, which the codec would write lossy",
                >= 0xC9 => "a TIFF with JPEG inside in arithmetic coding",
                0xC5 or 0xC6 or 0xC7 => "a TIFF with hierarchical JPEG inside",
                _ => null,
            };
            if (reason is not null)
            {
                throw RefusedException.Unsupported(reason);
            }
        }
    }

    /// <summary>The SOF marker of a stream, 0xC0 to 0xCF; 0 where there is none, which the decoder finds.</summary>
    private static int FrameMarker(HeaderBytes bytes, long offset, long count)
    {
        var stream = bytes.Slice(offset, count);
        for (var at = 2; at + 4 <= stream.Length && stream[at] == 0xFF;)
        {
            var marker = stream[at + 1];
            if (marker == 0xFF)
            {
                at++;
                continue;
            }

            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return marker;
            }

            at += 2 + ((stream[at + 2] << 8) | stream[at + 3]);
        }

        return 0;
    }
}
