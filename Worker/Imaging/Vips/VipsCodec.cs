using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging.Vips;

/// <summary>libvips, through NetVips: rows are decoded and encoded as they are asked for, where the format lets it.</summary>
internal sealed class VipsCodec : IImageCodec
{
    public string Formats => "JPEG, PNG, WebP, GIF, TIFF and AVIF";

    public void SetUp() => VipsLibrary.SetUp();

    public ImageHeader? ReadHeader(ReadOnlySpan<byte> file) => null;

    public void RefuseForm(ImageHeader header)
    {
        // The header readers refuse what libvips does not keep.
    }

    public void RefuseDamage(ReadOnlyMemory<byte> file, ImageHeader header, CancellationToken cancellationToken)
    {
        // libvips is told to fail on what its decoders warn of.
    }

    public long Held(ImageHeader header, long decoded, long encoded) => header switch
    {
        // Coefficients are two bytes each, with half as many where chroma is subsampled, and all of them wait for the last scan; blocks are padded.
        JpegHeader { Progressive: true, Subsampling: (2, 2) } => (decoded + encoded) / 4 * 5,
        JpegHeader { Progressive: true } => 2 * (decoded + encoded) + (decoded + encoded) / 8,
        JpegHeader => 0,
        PngHeader { Palette: true } png => (png.Interlaced ? decoded : 0) + 3 * encoded,
        PngHeader { Interlaced: true } => decoded + encoded,
        PngHeader => 0,
        // Strips or rows of tiles, in source and target.
        TiffHeader tiff => (decoded + encoded) / tiff.Height * Math.Min(tiff.Height, 2L * (tiff.Tile?.Height ?? tiff.RowsPerStrip)) / tiff.Frames,
        _ => 2 * (decoded + encoded),
    };

    public DecodedImage Open(ReadOnlyMemory<byte> file, ImageHeader header, CancellationToken cancellationToken) =>
        VipsRowSource.Open(file, header);

    public byte[] Encode(
        RowSource rows, ImageHeader header, DecodedImage? original, ResizeSpec spec, bool quantise, CancellationToken cancellationToken) =>
        VipsEncoder.Encode(rows, header, (original as VipsRowSource)?.Image, spec, quantise, cancellationToken);
}
