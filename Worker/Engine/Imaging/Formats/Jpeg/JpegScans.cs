using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>Walks over a JPEG's scans and the segments between them, by their markers alone.</summary>
internal static class JpegScans
{
    /// <summary>Finds the end marker.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="scanOffset">Where the first SOS marker stands.</param>
    /// <param name="progressive">Whether scans hold parts of blocks.</param>
    /// <param name="corrections">Takes the harmless deviations that are met.</param>
    /// <returns>Where the end marker stands; −1 where the file ends without one.</returns>
    public static int FindEnd(ReadOnlySpan<byte> file, int scanOffset, bool progressive, List<JpegCorrection> corrections)
    {
        var at = scanOffset;
        // Where the segment before ended, if no coded data follow it.
        var segmentEnd = -1;
        while (at < file.Length && file[at..].IndexOf((byte)0xFF) is >= 0 and var skip)
        {
            at += skip + 1;
            if (at >= file.Length)
            {
                break;
            }

            var marker = file[at];
            // Fill bytes come before a marker; a zero is stuffed; TEM and restart markers have no length.
            if (marker is 0xFF or 0x00 or 0x01 or (>= 0xD0 and <= 0xD7))
            {
                at += marker == 0xFF ? 0 : 1;
                continue;
            }

            if (segmentEnd >= 0
                && at - 1 - segmentEnd is > 0 and <= JpegCorrection.MaxStrayBytes
                && file[segmentEnd..at].ContainsAnyExcept((byte)0xFF))
            {
                corrections.Add(JpegCorrection.Stray(segmentEnd, at - 1));
            }

            switch (marker)
            {
                case 0xD8:
                    throw RefusedException.Corrupt("another JPEG begins where the end marker of the first must stand");
                case 0xD9:
                    return at - 1;
                case 0xDA when !progressive && JpegCorrection.SequentialScan(file, at + 1) is { } correction:
                    corrections.Add(correction);
                    break;
            }

            if (at + 3 > file.Length)
            {
                throw RefusedException.Corrupt("the JPEG is cut off");
            }

            at += 1 + Math.Max(2, (file[at + 1] << 8) | file[at + 2]);
            segmentEnd = marker == 0xDA ? -1 : at;
        }

        if (at > file.Length || segmentEnd >= 0)
        {
            throw RefusedException.Corrupt("the JPEG is cut off");
        }

        corrections.Add(JpegCorrection.End(file.TrimEnd((byte)0xFF).Length, file.Length));
        return -1;
    }

    /// <summary>
    /// The height in lines of a frame that leaves it to the first scan's end (DNL), where a camera or scanner knows it at last.
    /// </summary>
    /// <param name="file">The whole file.</param>
    /// <param name="at">Where the first scan's coded data begin.</param>
    /// <param name="segment">Takes out the segment that says it, which the decoder does not know.</param>
    public static int FindLines(ReadOnlySpan<byte> file, int at, out JpegCorrection segment)
    {
        while (at < file.Length && file[at..].IndexOf((byte)0xFF) is >= 0 and var skip && at + skip + 6 <= file.Length)
        {
            at += skip;
            switch (file[at + 1])
            {
                case 0x00 or (>= 0xD0 and <= 0xD7):
                    at += 2;
                    continue;
                case 0xFF:
                    at++;
                    continue;
                case 0xDC when file[at + 2] == 0 && file[at + 3] == 4 && (file[at + 4] << 8 | file[at + 5]) is > 0 and var lines:
                    segment = new(at, 6, []);
                    return lines;
                default:
                    throw RefusedException.Corrupt("the JPEG has no height");
            }
        }

        throw RefusedException.Corrupt("the JPEG is cut off before the segment that tells its height (DNL)");
    }
}
