using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Headers;
using NetVips;

namespace ImgCompress.Worker.Imaging.Vips;

/// <summary>Writes rows in the encoded form that a header describes. Metadata is put in afterwards, but for AVIF, where libvips carries it.</summary>
internal static class VipsEncoder
{
    /// <summary>0 to 9; from 4 on the time grows much faster than the bytes shrink.</summary>
    private const int AvifEffort = 3;

    private static readonly string[] AvifMetadata = ["icc-profile-data", "exif-data", "xmp-data"];

    /// <inheritdoc cref="IImageCodec.Encode"/>
    public static byte[] Encode(
        RowSource rows, ImageHeader header, Image? original, ResizeSpec spec, bool quantise, CancellationToken cancellationToken)
    {
        using var image = new VipsRowImage(rows, Interpretation(rows.Shape, header), cancellationToken);
        var orientation = Describe(image, header, original, spec);
        try
        {
            var encoded = Save(image.Image, header, spec, quantise);
            AvifOrientation.Show(encoded, orientation);
            return encoded;
        }
        catch (VipsException error)
        {
            image.ThrowIfFailed();
            throw RefusedException.Unsupported($"the image does not encode: {VipsWords.Of(error)}");
        }
    }

    /// <summary>Gives the image what its saver reads beside the pixels; returns the orientation that an AVIF shall have, else 1.</summary>
    private static int Describe(VipsRowImage image, ImageHeader header, Image? original, ResizeSpec spec)
    {
        var orientation = 1;
        switch (header)
        {
            case GifHeader gif:
                // libvips counts showings, GIF counts repetitions, and a GIF without a count is shown once.
                var loop = gif.Repetitions switch
                {
                    null => 1,
                    0 => 0,
                    { } repetitions => repetitions + 1,
                };
                image.SetFrames([.. gif.Delays.Select(d => d * 10)], loop);
                break;
            case WebPHeader { Durations: { Count: > 0 } durations }:
                image.SetFrames([.. durations], 0);
                break;
            case TiffHeader { Frames: > 1 }:
                image.SetFrames([], 0);
                break;
            case AvifHeader:
                foreach (var name in AvifMetadata.Where(n => original is not null && (!spec.Strip || n is "icc-profile-data") && original.Contains(n)))
                {
                    var blob = (byte[])original!.Get(name);
                    if (name is "exif-data")
                        orientation = AvifOrientation.Hide(blob);
                    image.SetBlob(name, blob);
                }

                break;
        }

        return orientation;
    }

    private static byte[] Save(Image image, ImageHeader header, ResizeSpec spec, bool quantise) => header switch
    {
        JpegHeader jpeg => image.JpegsaveBuffer(
            q: Quality.Of(jpeg, spec),
            interlace: jpeg.Progressive,
            optimizeCoding: false,
            // libvips writes 4:2:0 and 4:4:4 alone. 4:2:2, 4:4:0 and 4:1:1 get full chroma, so that nothing is lost.
            subsampleMode: jpeg.Subsampling is (2, 2) ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off,
            keep: Enums.ForeignKeep.None),
        PngHeader png => image.PngsaveBuffer(
            interlace: png.Interlaced,
            palette: quantise,
            bitdepth: png.BytesPerSample == 2 ? 16 : png.Channels == 1 && !png.Palette ? png.BitDepth : 8,
            keep: Enums.ForeignKeep.None),
        GifHeader gif => image.GifsaveBuffer(
            interlace: gif.Interlaced,
            keepDuplicateFrames: true,
            keep: Enums.ForeignKeep.None),
        WebPHeader webP => image.WebpsaveBuffer(
            q: Quality.Of(webP, spec),
            lossless: webP.Lossless,
            mixed: webP.Mixed,
            keep: Enums.ForeignKeep.None),
        TiffHeader tiff => VipsTiff.Save(image, tiff, spec),
        AvifHeader avif => image.HeifsaveBuffer(
            q: Quality.Of(avif, spec),
            bitdepth: avif.BitDepth,
            compression: Enums.ForeignHeifCompression.Av1,
            effort: AvifEffort,
            subsampleMode: avif.Subsampled ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off,
            keep: Enums.ForeignKeep.All),
        _ => throw new ArgumentOutOfRangeException(nameof(header), header.Format, null),
    };

    private static Enums.Interpretation Interpretation(RowShape shape, ImageHeader header) =>
        (header.IsCmyk, shape.Channels, shape.BytesPerSample) switch
        {
            (true, _, _) => Enums.Interpretation.Cmyk,
            (_, <= 2, 1) => Enums.Interpretation.Bw,
            (_, <= 2, _) => Enums.Interpretation.Grey16,
            (_, _, 1) => Enums.Interpretation.Srgb,
            _ => Enums.Interpretation.Rgb16,
        };
}
