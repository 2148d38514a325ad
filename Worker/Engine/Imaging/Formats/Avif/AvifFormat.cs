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

    /// <summary>Where the matrix stands in a colour box of code points; and two of them (ITU-T H.273).</summary>
    private const int MatrixAt = 8;
    private const int Unspecified = 2;
    private const int Bt601 = 6;

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

    /// <summary>
    /// Pictures are decoded as they are stored: turns and crops are written again, and not applied. Where the matrix is left open, it is
    /// named as BT.601, which browsers take then; else libheif would not heed what stands beside it, the range of the samples.
    /// </summary>
    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, AvifHeader header, CancellationToken cancellationToken)
    {
        var properties = header.File.Items.Values.SelectMany(item => item.Properties).ToList();
        var transforms = properties.FindAll(p => AvifMetadata.IsTransformative(p.Box.Type));
        var open = properties.FindAll(p => LeavesMatrixOpen(file.Span, p.Box));
        if (transforms.Count + open.Count > 0)
        {
            // Index 0 is that of no property.
            var stored = file.ToArray();
            foreach (var transform in transforms)
            {
                stored.AsSpan((int)transform.AssociationAt, transform.AssociationBytes).Clear();
            }

            foreach (var (box, _, _, _) in open)
            {
                stored[(int)box.Body + MatrixAt + 1] = Bt601;
            }

            file = stored;
        }

        var decoded = base.Decode(file, header, cancellationToken);
        return header.LimitedGrey ? new LimitedRangeRows(decoded, header.BitDepth) : decoded;
    }

    private static bool LeavesMatrixOpen(ReadOnlySpan<byte> file, IsoBox box)
    {
        var bytes = new HeaderBytes(file);
        return box.Type is "colr" && bytes.Has(box.Body, "nclx"u8) && bytes.U16(box.Body + MatrixAt) == Unspecified;
    }

    protected override byte[] Encode(
        RowSource rows, AvifHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken) =>
        base.Encode(header.BitDepth > 8 ? new HighBitDepthRows(rows, header.BitDepth) : rows, header, original, spec, cancellationToken);

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
