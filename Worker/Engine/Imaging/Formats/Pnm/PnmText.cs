using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>The samples of a plain PNM, which are decimal numbers between white space, or digits of which each is one.</summary>
internal static class PnmText
{
    /// <summary>The next sample, as it is written: of a bitmap 1 is black.</summary>
    /// <param name="text">The file.</param>
    /// <param name="at">Where to look from on; behind the sample afterwards.</param>
    /// <param name="header">What samples there can be.</param>
    /// <exception cref="RefusedException">There is none, or one that cannot be, or something else.</exception>
    public static int Next(ReadOnlySpan<byte> text, ref int at, PnmHeader header)
    {
        while (at < text.Length && (PnmReader.IsSpace(text[at]) || text[at] == '#'))
        {
            at += text[at] == '#' ? CommentLength(text[at..]) : 1;
        }

        return header.Bitmap ? Bit(text, ref at) : Number(text, ref at, header.Most);
    }

    private static int CommentLength(ReadOnlySpan<byte> text) =>
        text.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end ? end : text.Length;

    private static int Bit(ReadOnlySpan<byte> text, ref int at) => (at < text.Length ? (char)text[at++] : default) switch
    {
        '0' => 0,
        '1' => 1,
        default(char) => throw CutOff(),
        var other => throw RefusedException.Corrupt($"a sample of the PNM is '{other}'; it must be 0 or 1"),
    };

    /// <summary>Reads a number, which must end with white space: the last one, too, since it might be cut off otherwise.</summary>
    private static int Number(ReadOnlySpan<byte> text, ref int at, int most)
    {
        var (first, number) = (at, 0);
        while (at < text.Length && char.IsAsciiDigit((char)text[at]) && number <= most)
        {
            number = number * 10 + text[at++] - '0';
        }

        return at == text.Length ? throw CutOff()
            : at == first || number > most || !(PnmReader.IsSpace(text[at]) || text[at] == '#')
            ? throw RefusedException.Corrupt($"a sample of the PNM is no number from 0 to {most}")
            : number;
    }

    private static RefusedException CutOff() => RefusedException.Corrupt("the PNM is cut off: samples are missing");
}
