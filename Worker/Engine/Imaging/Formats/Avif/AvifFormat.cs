using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Vips;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.Avif;

/// <summary>AVIF stills, through libvips' libheif; the container around the coded picture is written here.</summary>
internal sealed class AvifFormat : VipsFormat<AvifHeader>
{
    /// <summary>0 to 100: an AVIF does not record its own quality.</summary>
    private const int DefaultQuality = 60;

    /// <summary>Its quantiser is 0: luma and chroma lose nothing.</summary>
    private const int LosslessQuality = 100;

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

    /// <summary>Turned pictures are decoded as they are stored: their turns are written again, and not applied.</summary>
    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, AvifHeader header, CancellationToken cancellationToken)
    {
        var turns = header.File.Items.Values.SelectMany(item => item.Properties).Where(p => p.Box.Type is "irot" or "imir").ToList();
        if (turns.Count == 0)
        {
            return base.Decode(file, header, cancellationToken);
        }

        // Index 0 is that of no property.
        var stored = file.ToArray();
        foreach (var turn in turns)
        {
            stored.AsSpan((int)turn.AssociationAt, turn.AssociationBytes).Clear();
        }

        return base.Decode(stored, header, cancellationToken);
    }

    protected override byte[] Save(Image image, AvifHeader header, ResizeSpec spec) => image.HeifsaveBuffer(
        q: header.Lossless ? LosslessQuality : spec.Quality ?? DefaultQuality,
        lossless: header.Lossless && header.IsRgb,
        bitdepth: header.BitDepth,
        compression: Enums.ForeignHeifCompression.Av1,
        effort: Effort,
        subsampleMode: header.Subsampled ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off,
        keep: Enums.ForeignKeep.None);

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, AvifHeader header, byte[] encoded, bool strip) =>
        AvifMetadata.Copy(original, header, encoded, strip);
}
