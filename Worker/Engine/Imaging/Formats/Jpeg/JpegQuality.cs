namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>The quality that an encoder was probably asked for, read back from its luminance quantisation table.</summary>
internal static class JpegQuality
{
    /// <summary>Above this, an original's own quality is not followed: the bytes grow fast and the picture does not.</summary>
    public const int MaxOwn = 95;

    /// <summary>
    /// Below this, neither: each block of the new picture holds several of the original, and would come out far coarser than they were.
    /// </summary>
    public const int MinOwn = 60;

    // ITU-T T.81, table K.1, in zigzag order as DQT holds it. Its order does not matter to the sums below, only that both agree.
    private static ReadOnlySpan<byte> Luminance =>
    [
        16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
        26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
        56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
        95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
    ];

    /// <summary>The quality for a picture whose original has this one.</summary>
    public static int Followed(int own) => Math.Clamp(own, MinOwn, MaxOwn);

    /// <summary>
    /// The quality, 1 to 100, whose scaled standard table differs least from <paramref name="table"/> (64 numbers, zigzag).
    /// </summary>
    public static int Estimate(ReadOnlySpan<int> table)
    {
        var best = 100;
        var bestDifference = long.MaxValue;
        for (var quality = 100; quality >= 1 && bestDifference > 0; quality--)
        {
            // The scaling of the Independent JPEG Group's library (jcparam.c, jpeg_quality_scaling).
            var scale = quality < 50 ? 5000 / quality : 200 - quality * 2;
            long difference = 0;
            for (var i = 0; i < table.Length; i++)
            {
                difference += Math.Abs(table[i] - Math.Clamp((Luminance[i] * scale + 50) / 100, 1, 255));
            }

            if (difference < bestDifference)
            {
                best = quality;
                bestDifference = difference;
            }
        }

        return best;
    }
}
