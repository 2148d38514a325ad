using System.Globalization;
using System.Text;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>
/// A picture of one grey, which says who made it, and whose width says how often it was scaled: by 2, by 3, by both, and twice by one of
/// them it comes out with another width each.
/// </summary>
/// <param name="Version">Another for each content that somebody saves, 0 to 255.</param>
/// <param name="Width">Pixels.</param>
internal readonly record struct Picture(int Version, int Width)
{
    public const int Original = 36;

    public bool IsScaled => Width < Original;

    /// <summary>Null: the content is no whole picture.</summary>
    public static Picture? Read(ReadOnlySpan<byte> content)
    {
        var start = 0;
        Span<int> numbers = [0, 0, 0];
        if (!content.StartsWith("P5"u8))
        {
            return null;
        }

        start = 2;
        foreach (ref var number in numbers)
        {
            for (start++; start < content.Length && content[start] is >= (byte)'0' and <= (byte)'9'; start++)
            {
                number = (number * 10) + content[start] - '0';
            }
        }

        var pixels = content[Math.Min(start + 1, content.Length)..];
        return pixels.Length > 0 && pixels.Length == numbers[0] * numbers[1] && !pixels.ContainsAnyExcept(pixels[0])
            ? new(pixels[0], numbers[0])
            : null;
    }

    /// <summary>The file that somebody saves.</summary>
    public static byte[] Of(int version)
    {
        var header = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P5\n{Original} {Original}\n255\n"));
        var file = new byte[header.Length + (Original * Original)];
        header.CopyTo(file, 0);
        file.AsSpan(header.Length).Fill((byte)version);
        return file;
    }
}
