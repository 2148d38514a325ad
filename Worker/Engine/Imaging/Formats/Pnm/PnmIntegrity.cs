using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>Whether a PNM holds all samples, and none that cannot be.</summary>
internal static class PnmIntegrity
{
    /// <exception cref="RefusedException">
    /// Samples are missing, or of an impossible value, or something stands behind the picture.
    /// </exception>
    public static void RequireWhole(ReadOnlySpan<byte> file, PnmHeader header)
    {
        if (header.Plain)
        {
            var at = header.PixelOffset;
            for (var i = 0L; i < header.Pixels * header.Channels; i++)
            {
                _ = PnmText.Next(file, ref at, header);
            }

            return;
        }

        var (found, expected) = (file.Length - header.PixelOffset, header.RowBytes * header.Height);
        if (found < expected)
        {
            throw RefusedException.Corrupt($"the PNM is cut off: {found} bytes of samples, of {expected}");
        }

        if (found > expected)
        {
            throw RefusedException.Unsupported(
                "a PNM with something behind its picture, such as further pictures, which would be lost: pamsplit makes a file of each");
        }

        if (!header.Bitmap && header.Most is not (byte.MaxValue or ushort.MaxValue))
        {
            RequireNoneAbove(file[header.PixelOffset..], header);
        }
    }

    private static void RequireNoneAbove(ReadOnlySpan<byte> samples, PnmHeader header)
    {
        for (var at = 0; at < samples.Length; at += header.BytesPerSample)
        {
            var sample = header.BytesPerSample == 1 ? samples[at] : samples[at] << 8 | samples[at + 1];
            if (sample > header.Most)
            {
                throw RefusedException.Corrupt($"a sample of the PNM is {sample}, and its greatest is said to be {header.Most}");
            }
        }
    }
}
