using System.Text;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>PGM and PPM, written by hand.</summary>
internal static class Pnm
{
    public static byte[] Encode(byte[] samples, int width, int height, int channels, bool plain = false, string comment = "")
    {
        var kind = (channels == 1 ? 2 : 3) + (plain ? 0 : 3);
        var head = Encoding.ASCII.GetBytes($"P{kind}\n{comment}{width} {height}\n255\n");
        return [.. head, .. plain ? Encoding.ASCII.GetBytes(string.Join('\n', samples) + "\n") : samples];
    }

    /// <param name="file">With three lines of a header, and no comment.</param>
    public static (byte[] Samples, int Width, int Height, int Channels) Decode(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        var lines = text.Split('\n', 4);
        var size = Array.ConvertAll(lines[1].Split(' '), int.Parse);
        var samples = file[1] <= '3'
            ? Array.ConvertAll(lines[3].Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries), byte.Parse)
            : Encoding.Latin1.GetBytes(lines[3]);
        return (samples, size[0], size[1], file[1] is (byte)'2' or (byte)'5' ? 1 : 3);
    }
}
