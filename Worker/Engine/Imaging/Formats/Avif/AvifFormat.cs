using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Vips;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>AVIF stills, through libvips' libheif, which carries the metadata itself.</summary>
internal sealed class AvifFormat : VipsFormat<AvifHeader>
{
    /// <summary>0 to 100: an AVIF does not record its own quality.</summary>
    private const int DefaultQuality = 60;

    /// <summary>0 to 9; from 4 on the time grows much faster than the bytes shrink.</summary>
    private const int Effort = 3;

    public override string Name => "AVIF";

    /// <summary>The limit of libvips' heifsave.</summary>
    public override int MaxSide => 16_384;

    protected override string Loader => "heifload_source";

    public override bool Matches(ReadOnlySpan<byte> file) =>
        IsoBox.Brands(file) is { Count: > 0 } brands && (brands.Contains("avif") || brands.Contains("avis"));

    public override AvifHeader ReadHeader(ReadOnlySpan<byte> file) => AvifReader.Read(file);

    protected override long EstimatePeakBytes(AvifHeader header, long decoded, long encoded) => 2 * (decoded + encoded);

    protected override VOption LoaderOptions()
    {
        // Without this libheif has limits of its own, below and beside those of the header check.
        var options = base.LoaderOptions();
        options.Add("unlimited", true);
        return options;
    }

    protected override byte[] Encode(
        RowSource rows, AvifHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken)
    {
        var orientation = spec.Strip ? 1 : AvifMetadata.OrientationOf((original as VipsRowSource)?.Image);
        var encoded = base.Encode(rows, header, original, spec, cancellationToken);
        AvifOrientation.Show(encoded, orientation);
        return encoded;
    }

    protected override void Describe(VipsRowImage image, AvifHeader header, Image? original, ResizeSpec spec) =>
        AvifMetadata.Copy(original, image, spec.Strip);

    protected override byte[] Save(Image image, AvifHeader header, ResizeSpec spec) => image.HeifsaveBuffer(
        q: spec.Quality ?? DefaultQuality,
        bitdepth: header.BitDepth,
        compression: Enums.ForeignHeifCompression.Av1,
        effort: Effort,
        subsampleMode: header.Subsampled ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off,
        keep: Enums.ForeignKeep.All);
}
