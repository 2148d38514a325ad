using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Headers;
using ImgCompress.Worker.Imaging.Metadata;
using ImgCompress.Worker.Imaging.Palettes;
using NetVips;

namespace ImgCompress.Worker.Imaging.Vips;

/// <summary>Writes rows in the encoded form that a header describes. Metadata is put in afterwards, but for AVIF, where libvips carries it.</summary>
internal static class VipsEncoder
{
    /// <summary>Above this, an original's own quality is not followed: the bytes grow fast and the picture does not.</summary>
    public const int MaxOwnQuality = 95;

    /// <summary>For a lossy WebP; its own quality does not stand in the file.</summary>
    public const int WebPQuality = 80;

    /// <summary>For an AVIF; its own quality does not stand in the file.</summary>
    public const int AvifQuality = 60;

    /// <summary>0 to 9; from 4 on the time grows much faster than the bytes shrink.</summary>
    private const int AvifEffort = 3;

    private static readonly string[] AvifMetadata = ["icc-profile-data", "exif-data", "xmp-data"];

    /// <exception cref="RefusedException">The rows turned out to be damaged as they were decoded, or the saver cannot write them.</exception>
    public static byte[] Encode(
        RowSource rows, ImageHeader header, Image original, ResizeSpec spec, CancellationToken cancellationToken)
    {
        switch (header)
        {
            case PngHeader { Palette: true } png:
                return EncodePalette(rows, png, original, spec, cancellationToken);
            case PngHeader { Channels: 1, BitDepth: < 8 and var bits }:
                return EncodeRows(new LevelRows(rows, bits), header, original, spec, quantise: false, cancellationToken);
            case TiffHeader { BitDepth: < 8 and var bits }:
                return EncodeRows(new LevelRows(rows, bits), header, original, spec, quantise: false, cancellationToken);
            default:
                return EncodeRows(rows, header, original, spec, quantise: false, cancellationToken);
        }
    }

    /// <summary>Exactly, where 256 colours are enough; else the smaller one of a palette of 256 chosen ones and full colour.</summary>
    private static byte[] EncodePalette(
        RowSource rows, PngHeader header, Image original, ResizeSpec spec, CancellationToken cancellationToken)
    {
        using var pixels = MemoryRows.Of(rows, cancellationToken);
        if (Palette.Of(pixels) is { } palette)
            return IndexedPng.Write(palette, pixels.Shape.Width, pixels.Shape.Height, header.Interlaced);
        var full = EncodeRows(pixels, header, original, spec, quantise: false, cancellationToken);
        using var again = pixels.Again();
        var chosen = EncodeRows(again, header, original, spec, quantise: true, cancellationToken);
        return chosen.Length <= full.Length ? chosen : full;
    }

    private static byte[] EncodeRows(
        RowSource rows, ImageHeader header, Image original, ResizeSpec spec, bool quantise, CancellationToken cancellationToken)
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
    private static int Describe(VipsRowImage image, ImageHeader header, Image original, ResizeSpec spec)
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
                foreach (var name in AvifMetadata.Where(n => (!spec.Strip || n is "icc-profile-data") && original.Contains(n)))
                {
                    var blob = (byte[])original.Get(name);
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
            q: spec.Quality ?? Math.Min(jpeg.Quality, MaxOwnQuality),
            interlace: jpeg.Progressive,
            optimizeCoding: false,
            // libvips writes 4:2:0 and 4:4:4 alone. 4:2:2, 4:4:0 and 4:1:1 get full chroma, so that nothing is lost.
            subsampleMode: jpeg.Subsampled ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off,
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
            q: spec.Quality ?? WebPQuality,
            lossless: webP.Lossless,
            mixed: webP.Mixed,
            keep: Enums.ForeignKeep.None),
        TiffHeader tiff => VipsTiff.Save(image, tiff, spec),
        AvifHeader avif => image.HeifsaveBuffer(
            q: spec.Quality ?? AvifQuality,
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
