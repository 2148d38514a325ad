using ImgCompress.Worker.Imaging.Headers;
using ImgCompress.Worker.Imaging.ImageSharp.Metadata;

namespace ImgCompress.Worker.Imaging.ImageSharp.Headers;

/// <summary>A TGA's 18 bytes, and where its parts stand.</summary>
internal sealed record TgaHeader : ImageHeader
{
    public override ImageFormat Format => ImageFormat.Tga;

    /// <summary>ImageSharp holds sizes as signed 16-bit numbers; the format ends at 65,535.</summary>
    public override int MaxSide => short.MaxValue;

    public required bool RunLength { get; init; }

    /// <summary>The image descriptor's byte: bits of alpha, and where the first row is.</summary>
    public required byte Descriptor { get; init; }

    /// <summary>The free text behind the header.</summary>
    public required Range Id { get; init; }

    public required int PixelOffset { get; init; }

    /// <summary>The 495 bytes of the extension area (TGA 2.0); null without one.</summary>
    public required Range? Extension { get; init; }

    /// <summary>The file ends with the footer of TGA 2.0.</summary>
    public required bool HasFooter { get; init; }

    /// <exception cref="RefusedException">The file does not hold all pixels.</exception>
    public void RequireWhole(ReadOnlySpan<byte> file)
    {
        var pixels = (long)Width * Height;
        var at = (long)PixelOffset;
        if (!RunLength)
            at += pixels * Channels;
        while (RunLength && pixels > 0 && at < file.Length)
        {
            var packet = file[(int)at];
            var count = (packet & 0x7F) + 1;
            at += 1 + (packet > 0x7F ? Channels : count * Channels);
            pixels -= count;
        }

        if (at > file.Length || (RunLength && pixels > 0))
            throw RefusedException.Corrupt("the TGA is cut off");
        if (RunLength && pixels < 0)
            throw RefusedException.Corrupt("the TGA's last run leaves its picture");
    }

    public override byte[] Carry(ReadOnlySpan<byte> original, byte[] encoded, bool strip) => TgaMetadata.Carry(original, this, encoded, strip);
}
