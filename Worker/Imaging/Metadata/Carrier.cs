using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging.Metadata;

/// <summary>Puts the original's metadata into the new file, by format.</summary>
internal static class Carrier
{
    public static byte[] Carry(ReadOnlySpan<byte> original, ImageHeader header, byte[] encoded, bool strip) => header switch
    {
        JpegHeader jpeg => JpegMetadata.Carry(original, jpeg, encoded, strip),
        PngHeader png => PngMetadata.Carry(original, png, encoded, strip),
        GifHeader gif => GifMetadata.Carry(original, gif, encoded, strip),
        WebPHeader webP => WebPMetadata.Carry(original, webP, encoded, strip),
        TiffHeader tiff => TiffMetadata.Carry(original, tiff, encoded, strip),
        _ => encoded,
    };
}
