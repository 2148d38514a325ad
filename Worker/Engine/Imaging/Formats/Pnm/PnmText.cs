using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>The samples of a plain PNM, which are decimal numbers between white space, or digits of which each is one.</summary>
internal static class PnmText
{
    /// <summary>As bytes; 0 for a bitmap's black and 255 for its white.</summary>
    /// <param name="text">From the first sample on.</param>
    /// <param name="header">How many samples there are.</param>
    /// <exception cref="RefusedException">There are fewer, or one is above 255, or something else stands between them.</exception>
    public static byte[] Samples(ReadOnlySpan<byte> text, PnmHeader header)
    {
        var samples = new byte[checked((int)(header.Pixels * header.Channels))];
        var at = 0;
        for (var i = 0; i < samples.Length; i++)
        {
            while (at < text.Length && (PnmReader.IsSpace(text[at]) || text[at] == '#'))
            {
                at += text[at] == '#' ? CommentLength(text[at..]) : 1;
            }

            samples[i] = header.Bitmap ? Bit(text, ref at) : Number(text, ref at);
        }

        return samples;
    }

    private static int CommentLength(ReadOnlySpan<byte> text) =>
        text.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end ? end : text.Length;

    private static byte Bit(ReadOnlySpan<byte> text, ref int at) => (at < text.Length ? (char)text[at++] : default) switch
    {
        '0' => byte.MaxValue,
        '1' => 0,
        default(char) => throw CutOff(),
        var other => throw RefusedException.Corrupt($"a sample of the PNM is '{other}'; it must be 0 or 1"),
    };

    /// <summary>Reads a number, which must end with white space: the last one, too, since it might be cut off otherwise.</summary>
    private static byte Number(ReadOnlySpan<byte> text, ref int at)
    {
        var (first, number) = (at, 0);
        while (at < text.Length && char.IsAsciiDigit((char)text[at]) && number <= byte.MaxValue)
        {
            number = number * 10 + text[at++] - '0';
        }

        return at == text.Length ? throw CutOff()
            : at == first || number > byte.MaxValue || !(PnmReader.IsSpace(text[at]) || text[at] == '#')
            ? throw RefusedException.Corrupt("a sample of the PNM is no number from 0 to 255")
            : (byte)number;
    }

    private static RefusedException CutOff() => RefusedException.Corrupt("the PNM is cut off: samples are missing");
}
