using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>Whether a TGA holds all pixels. ImageSharp leaves black what is missing.</summary>
internal static class TgaIntegrity
{
    /// <exception cref="RefusedException">The file ends early, or its last run leaves the picture.</exception>
    public static void RequireWhole(ReadOnlySpan<byte> file, TgaHeader header)
    {
        var pixels = header.Pixels;
        var at = (long)header.PixelOffset;
        if (!header.RunLength)
        {
            at += pixels * header.Channels;
        }

        while (header.RunLength && pixels > 0 && at < file.Length)
        {
            var packet = file[(int)at];
            var count = (packet & 0x7F) + 1;
            at += 1 + (packet > 0x7F ? header.Channels : count * header.Channels);
            pixels -= count;
        }

        if (at > file.Length || (header.RunLength && pixels > 0))
        {
            throw RefusedException.Corrupt("the TGA is cut off");
        }

        if (header.RunLength && pixels < 0)
        {
            throw RefusedException.Corrupt("the TGA's last run leaves its picture");
        }
    }
}
