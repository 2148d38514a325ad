using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging.ImageSharp;

/// <summary>What ImageSharp 3.1 does not read, or does not write again as it was.</summary>
internal static class Forms
{
    public static void Refuse(ImageHeader header)
    {
        var form = header switch
        {
            JpegHeader { Progressive: true } => "a progressive JPEG, which ImageSharp would write as a baseline one",
            JpegHeader { NamedRgb: true } => "a JPEG in RGB by its components' names, which ImageSharp takes for YCbCr",
            JpegHeader { IsCmyk: true } => "a JPEG in CMYK, which ImageSharp turns into RGB",
            GifHeader { Interlaced: true } => "an interlaced GIF, which ImageSharp would write without interlacing",
            WebPHeader { Mixed: true } => "a WebP with lossy and lossless frames, of which ImageSharp writes one kind",
            TiffHeader tiff => TiffForm(tiff),
            AvifHeader => "an AVIF, which ImageSharp does not read",
            _ => null,
        };
        if (form is not null)
            throw RefusedException.Unsupported(form);
    }

    private static string? TiffForm(TiffHeader tiff) => tiff switch
    {
        { IsCmyk: true } => "a TIFF in CMYK, which ImageSharp turns into RGB",
        { BitDepth: < 8 } => $"a TIFF of {tiff.BitDepth} bits a sample; ImageSharp writes 8, and 16 in grey",
        { BitDepth: 16, Channels: > 1 } => "a TIFF of 16 bits a sample in colour or with alpha, which ImageSharp would write in 8",
        { HasAlpha: true } => "a TIFF with alpha, which ImageSharp does not write",
        { WhiteIsZero: true } => "a TIFF whose zero is white, which ImageSharp would write as a negative",
        { Tile: not null } => "a TIFF in tiles, which ImageSharp does not write",
        { Compression: 7 } => "a TIFF with JPEG inside, whose quality ImageSharp does not keep",
        { File.Big: true } => "a BigTIFF, which ImageSharp does not write",
        _ => null,
    };
}
