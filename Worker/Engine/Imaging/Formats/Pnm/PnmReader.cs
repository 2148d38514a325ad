using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>Reads the header of a PBM, PGM or PPM (Netpbm's format manuals).</summary>
internal static class PnmReader
{
    public static bool IsPnm(ReadOnlySpan<byte> file) =>
        file.Length > 2 && file[0] == 'P' && file[1] is >= (byte)'1' and <= (byte)'6' && IsSpace(file[2]);

    public static PnmHeader Read(ReadOnlySpan<byte> file)
    {
        var bytes = new HeaderBytes(file);
        var kind = file[1] - '0';
        var comments = new List<Range>();
        var at = 2;
        var width = Number(bytes, ref at, comments);
        var height = Number(bytes, ref at, comments);
        var bitmap = kind is 1 or 4;
        var most = bitmap ? 1 : Number(bytes, ref at, comments);
        if (width == 0 || height is 0 or int.MaxValue)
        {
            throw RefusedException.Corrupt("the PNM's size is out of range");
        }

        if (most is < 1 or > ushort.MaxValue)
        {
            throw RefusedException.Corrupt($"the PNM says that its greatest sample is {most}; it must be 1 to {ushort.MaxValue}");
        }

        var plain = kind <= 3;
        // One white space ends the header; what follows may look like more of it.
        if (!plain && !IsSpace(bytes.U8(at)))
        {
            throw RefusedException.Corrupt("the PNM's header does not end with white space");
        }

        return new()
        {
            Width = width,
            Height = height,
            Channels = kind is 3 or 6 ? 3 : 1,
            BytesPerSample = most > byte.MaxValue ? sizeof(ushort) : 1,
            Bitmap = bitmap,
            Most = most,
            Plain = plain,
            PixelOffset = plain ? at : at + 1,
            Comments = comments,
        };
    }

    private static int Number(HeaderBytes bytes, ref int at, List<Range> comments)
    {
        while (true)
        {
            var value = bytes.U8(at);
            if (value == '#')
            {
                var start = at;
                while (bytes.U8(at) is not ((byte)'\n' or (byte)'\r'))
                {
                    at++;
                }

                comments.Add(start..at);
            }
            else if (IsSpace(value))
            {
                at++;
            }
            else
            {
                break;
            }
        }

        long number = 0;
        var first = at;
        for (; char.IsAsciiDigit((char)bytes.U8(at)); at++)
        {
            number = number * 10 + bytes.U8(at) - '0';
            if (number > int.MaxValue)
            {
                throw RefusedException.Corrupt("a number in the PNM's header is out of range");
            }
        }

        return at > first ? (int)number : throw RefusedException.Corrupt("the PNM's header lacks a number");
    }

    public static bool IsSpace(byte value) => value is (byte)' ' or (>= 9 and <= 13);
}
