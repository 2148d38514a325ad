using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Headers;
using ImgCompress.Worker.Imaging.ImageSharp.Damage;
using ImgCompress.Worker.Imaging.ImageSharp.Headers;

namespace ImgCompress.Worker.Imaging.ImageSharp;

/// <summary>SixLabors.ImageSharp: all managed code. It holds images as a whole, the decoded one and then the new one.</summary>
internal sealed class ImageSharpCodec : IImageCodec
{
    public string Formats => "JPEG, PNG, WebP, GIF, TIFF, BMP, TGA, PNM and QOI";

    public void SetUp()
    {
        // Managed code needs no loading.
    }

    public ImageHeader? ReadHeader(ReadOnlySpan<byte> file)
    {
        if (ForeignKinds.IsBmp(file))
            return BmpReader.Read(file);
        if (file.StartsWith("qoif"u8))
            return QoiReader.Read(file);
        if (PnmReader.IsPnm(file))
            return PnmReader.Read(file);
        return ForeignKinds.IsTga(file) ? TgaReader.Read(file) : null;
    }

    public void RefuseForm(ImageHeader header) => Forms.Refuse(header);

    public void RefuseDamage(ReadOnlyMemory<byte> file, ImageHeader header, CancellationToken cancellationToken)
    {
        switch (header)
        {
            case JpegHeader:
                JpegEntropy.RequireWhole(file.Span, cancellationToken);
                break;
            case PngHeader png:
                PngData.RequireWhole(file, png, cancellationToken);
                break;
            case TiffHeader tiff:
                TiffData.RequireWhole(file, tiff, cancellationToken);
                break;
            case BmpHeader bmp:
                bmp.RequireWhole(file.Length);
                break;
            case TgaHeader tga:
                tga.RequireWhole(file.Span);
                break;
            case PnmHeader pnm:
                pnm.RequireWhole(file.Span);
                break;
        }
    }

    public long Held(ImageHeader header, long decoded, long encoded) => header switch
    {
        // Decoded twice to find damage, with the planes of the one in hand; then encoded with planes and tokens.
        WebPHeader => 3 * (decoded + encoded),
        // The picture in memory, the rows of the palette's search, and the indices.
        PngHeader { Palette: true } or BmpHeader { Palette: true } => decoded + 4 * encoded,
        PngHeader png => decoded + encoded + png.Chunks.Where(c => c.Name is "IDAT").Sum(c => (long)c.Length),
        GifHeader => decoded + 2 * encoded,
        // The decoder's copy of the file is about as large as what comes out of it.
        PnmHeader => 2 * decoded + encoded,
        _ => decoded + encoded,
    };

    public DecodedImage Open(ReadOnlyMemory<byte> file, ImageHeader header, CancellationToken cancellationToken)
    {
        var shape = new RowShape(
            header.Width, header.Height, header.Frames, header.Channels, header.BytesPerSample, header.HasAlpha);
        // An animation's canvas is transparent where no frame has been, whether its frames use alpha or not.
        if (header is WebPHeader { ShowsAlpha: false, Durations.Count: 0 })
            shape = shape with { Channels = 3, HasAlpha = false };
        return Pixels.Of(shape).Decode(file, header, shape, cancellationToken);
    }

    public byte[] Encode(
        RowSource rows, ImageHeader header, DecodedImage? original, ResizeSpec spec, bool quantise, CancellationToken cancellationToken)
    {
        using var image = Pixels.Of(rows.Shape).Collect(rows, cancellationToken);
        original?.Dispose();
        return Encoding.Encode(image, rows.Shape, header, spec, quantise, cancellationToken);
    }
}
