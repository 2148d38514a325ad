using ImgCompress.Contracts;
using ImgCompress.Worker.Imaging.Headers;
using NetVips;

namespace ImgCompress.Worker.Imaging.Vips;

/// <summary>Writes rows in the encoded form that a header describes, without its metadata.</summary>
internal static class VipsEncoder
{
    /// <summary>Above this, an original's own quality is not followed: the bytes grow fast and the picture does not.</summary>
    public const int MaxOwnQuality = 95;

    /// <exception cref="RefusedException">The rows turned out to be damaged as they were decoded, or the saver cannot write them.</exception>
    public static byte[] Encode(RowSource rows, ImageHeader header, ResizeSpec spec, CancellationToken cancellationToken)
    {
        using var image = new VipsRowImage(rows, Interpretation(header), cancellationToken);
        try
        {
            return Save(image.Image, header, spec);
        }
        catch (VipsException error)
        {
            image.ThrowIfFailed();
            throw RefusedException.Unsupported($"the image does not encode: {VipsWords.Of(error)}");
        }
    }

    private static byte[] Save(Image image, ImageHeader header, ResizeSpec spec) => header switch
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
            bitdepth: png.BytesPerSample == 2 ? 16 : png.Channels == 1 && !png.Palette ? png.BitDepth : 8,
            keep: Enums.ForeignKeep.None),
        _ => throw new ArgumentOutOfRangeException(nameof(header), header.Format, null),
    };

    private static Enums.Interpretation Interpretation(ImageHeader header) => (header.IsCmyk, header.Channels, header.BytesPerSample) switch
    {
        (true, _, _) => Enums.Interpretation.Cmyk,
        (_, <= 2, 1) => Enums.Interpretation.Bw,
        (_, <= 2, _) => Enums.Interpretation.Grey16,
        (_, _, 1) => Enums.Interpretation.Srgb,
        _ => Enums.Interpretation.Rgb16,
    };
}
