using System.Globalization;
using System.Text;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>Reads the header of a PAM (Netpbm): a line for each thing that it says.</summary>
internal static class PamReader
{
    /// <summary>What the resampler takes.</summary>
    private const int MostChannels = 4;

    private const string Alpha = "_ALPHA";

    public static bool IsPam(ReadOnlySpan<byte> file) => file.StartsWith("P7\n"u8);

    /// <param name="file">One that <see cref="IsPam"/>.</param>
    public static PnmHeader Read(ReadOnlySpan<byte> file)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var (comments, tuples, at) = (new List<Range>(), new List<string>(), 3);
        while (true)
        {
            var length = file[at..].IndexOf((byte)'\n');
            if (length < 0)
            {
                throw RefusedException.Corrupt("the PAM's header does not end");
            }

            var line = Encoding.Latin1.GetString(file.Slice(at, length)).Trim();
            var (start, end) = (at, at + length);
            at = end + 1;
            if (line is "ENDHDR")
            {
                break;
            }

            if (line.StartsWith('#'))
            {
                comments.Add(start..end);
                continue;
            }

            var (name, value) = (line.Split(' ', '\t')[0], line[line.Split(' ', '\t')[0].Length..].Trim());
            if (name is "TUPLTYPE")
            {
                tuples.Add(value);
            }
            else if (name.Length > 0 && !(int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && name is "WIDTH" or "HEIGHT" or "DEPTH" or "MAXVAL" && numbers.TryAdd(name, number)))
            {
                throw RefusedException.Corrupt($"the PAM's header says {name} in a way that cannot be");
            }
        }

        return Header(numbers, string.Join(' ', tuples), comments, at);
    }

    private static PnmHeader Header(Dictionary<string, int> numbers, string tuples, List<Range> comments, int pixelOffset)
    {
        int Number(string name, int most) => numbers.TryGetValue(name, out var number) && number >= 1 && number <= most
            ? number
            : throw RefusedException.Corrupt($"the PAM's header lacks {name}, or it is out of range");
        var (width, height) = (Number("WIDTH", int.MaxValue), Number("HEIGHT", int.MaxValue - 1));
        var (depth, most) = (Number("DEPTH", int.MaxValue), Number("MAXVAL", ushort.MaxValue));
        if (depth > MostChannels)
        {
            throw RefusedException.Unsupported($"a PAM of {depth} channels: pamchannel makes files of up to {MostChannels} of it");
        }

        var hasAlpha = depth is 2 or 4 && tuples.EndsWith(Alpha, StringComparison.Ordinal);
        if (hasAlpha && most is not (byte.MaxValue or ushort.MaxValue))
        {
            throw RefusedException.Unsupported($"a PAM with alpha up to {most}: pamdepth 255 makes one of 8 bits of it");
        }

        return new()
        {
            Width = width,
            Height = height,
            Channels = depth,
            HasAlpha = hasAlpha,
            BytesPerSample = most > byte.MaxValue ? sizeof(ushort) : 1,
            Bitmap = false,
            TupleType = tuples,
            Most = most,
            Plain = false,
            PixelOffset = pixelOffset,
            Comments = comments,
        };
    }
}
