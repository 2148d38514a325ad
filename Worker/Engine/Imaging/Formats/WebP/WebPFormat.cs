using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Vips;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.WebP;

/// <summary>WebP, lossy, lossless and animated, through libvips' libwebp.</summary>
internal sealed class WebPFormat : VipsFormat<WebPHeader>
{
    /// <summary>The quality of lossy files, 1 to 100: a WebP does not record its own.</summary>
    private const int DefaultQuality = 80;

    public override string Name => "WebP";

    public override int MaxSide => 16_383;

    protected override string Loader => "webpload_source";

    public override bool Matches(ReadOnlySpan<byte> file) =>
        file.StartsWith("RIFF"u8) && file.Length >= 12 && file[8..].StartsWith("WEBP"u8);

    public override WebPHeader ReadHeader(ReadOnlySpan<byte> file) => WebPReader.Read(file);

    protected override long EstimatePeakBytes(WebPHeader header, long decoded, long encoded) => 2 * (decoded + encoded);

    protected override VOption LoaderOptions()
    {
        var options = base.LoaderOptions();
        options.Add("n", -1);

        // The one loader here that decodes all of the image at once; beyond 100 MiB libvips would do that into a temporary file.
        options.Add("memory", true);
        return options;
    }

    /// <summary>
    /// libwebp makes lossy pictures smaller by the means of their areas as it decodes. It would not weigh colours by their alpha.
    /// </summary>
    public override DecodedImage DecodeSmaller(
        ReadOnlyMemory<byte> file, ImageHeader header, Shrinkage most, CancellationToken cancellationToken)
    {
        if (most.MostDivisor == 1 || header is not WebPHeader { Frames: 1, Lossless: false, ShowsAlpha: false })
        {
            return Decode(file, header, cancellationToken);
        }

        var options = LoaderOptions();
        options.Add("scale", 1.0 / most.MostDivisor);
        return VipsRowSource.Open(file, header with { Width = Divided(header.Width), Height = Divided(header.Height) }, Loader, options);

        int Divided(int side) => (int)Math.Round((double)side / most.MostDivisor, MidpointRounding.ToEven);
    }

    protected override void Describe(VipsRowImage image, WebPHeader header, Image? original, ResizeSpec spec)
    {
        if (header.Durations.Count > 0)
        {
            image.SetFrames([.. Enumerable.Repeat(WebPMetadata.EncodedDuration, header.Frames)], 0);
        }
    }

    protected override byte[] Save(Image image, WebPHeader header, ResizeSpec spec) => image.WebpsaveBuffer(
        q: spec.Quality ?? DefaultQuality, lossless: header.Lossless, mixed: header.Mixed, effort: Effort(spec),
        keep: Enums.ForeignKeep.None);

    /// <summary>As libwebp counts it, 0 to 6; 4 is its default.</summary>
    private static int Effort(ResizeSpec spec) => 3 + spec.Effort;

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, WebPHeader header, byte[] encoded, bool strip) =>
        WebPMetadata.Copy(original, header, encoded, strip);
}
