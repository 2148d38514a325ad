namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// The scans of a progressive JPEG that tell nothing but one more bit of coefficients (ITU-T T.81, G.1.2.3). They take longer to decode
/// than all others, and a picture that comes out far smaller shows nothing of their bits.
/// </summary>
internal static class JpegRefinements
{
    /// <summary>Finds the scans of AC coefficients that can be left out, so that low frequencies are told in no coarser a step.</summary>
    /// <param name="file">The whole file, without stray bytes.</param>
    /// <param name="header">Its header.</param>
    /// <param name="mostStep">The coarsest step; 0 for none.</param>
    /// <returns>What takes them out; empty where there are none.</returns>
    public static List<JpegCorrection> Find(ReadOnlySpan<byte> file, JpegHeader header, int mostStep)
    {
        var found = new List<JpegCorrection>();
        var bytes = new HeaderBytes(file);
        for (var at = 2; mostStep > 0 && bytes.U8(at) == 0xFF;)
        {
            var start = at;
            while (bytes.U8(at) == 0xFF)
            {
                at++;
            }

            var marker = bytes.U8(at++);
            if (marker == 0xD9)
            {
                break;
            }

            if (marker is 0x01 or (>= 0xD0 and <= 0xD7))
            {
                continue;
            }

            var body = bytes.Slice(at + 2, bytes.U16(at) - 2L);
            at += 2 + body.Length;
            if (marker != 0xDA)
            {
                continue;
            }

            at = DataEnd(file, at);

            // What is not as the standard has it is left to the decoder to refuse.
            if (body is [1, var component, _, > 0 and var from, <= 63 and var to, var bits]
                && from <= to
                && bits >> 4 == (bits & 15) + 1
                && header.Steps.TryGetValue(component, out var step)
                && step * (1 << (bits >> 4)) <= mostStep)
            {
                found.Add(new(start, at - start, []));
            }
        }

        return found;
    }

    /// <summary>Where the next marker stands but for those that restart.</summary>
    private static int DataEnd(ReadOnlySpan<byte> file, int at)
    {
        while (file[at..].IndexOf((byte)0xFF) is >= 0 and var skip && at + skip + 1 < file.Length)
        {
            at += skip;
            if (file[at + 1] is not (0x00 or (>= 0xD0 and <= 0xD7)))
            {
                return at;
            }

            at += 2;
        }

        return file.Length;
    }
}
