using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Vips;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>TIFF and BigTIFF of pages of one form, through libvips' libtiff.</summary>
internal sealed class TiffFormat : VipsFormat<TiffHeader>
{
    public override string Name => "TIFF";

    /// <summary>libvips' limit, which no pixel limit lets through anyway; the format ends at 2³²−1.</summary>
    public override int MaxSide => 100_000_000;

    protected override string Loader => "tiffload_source";

    public override bool Matches(ReadOnlySpan<byte> file) => TiffFile.IsTiff(file);

    public override TiffHeader ReadHeader(ReadOnlySpan<byte> file) => TiffReader.Read(file);

    /// <summary>Strips or rows of tiles, in source and target.</summary>
    protected override long EstimatePeakBytes(TiffHeader header, long decoded, long encoded) =>
        (decoded + encoded) / header.Height * Math.Min(header.Height, 2L * (header.Tile?.Height ?? header.RowsPerStrip)) / header.Frames;

    protected override VOption LoaderOptions()
    {
        var options = base.LoaderOptions();
        options.Add("n", -1);
        return options;
    }

    /// <summary>
    /// Where libtiff fails or warns as it reads the directories, once more without the tags whose form moves no sample: they are
    /// copied byte by byte.
    /// </summary>
    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, TiffHeader header, CancellationToken cancellationToken)
    {
        try
        {
            var warnings = VipsLibrary.Warnings;
            var decoded = base.Decode(file, header, cancellationToken);
            if (VipsLibrary.Warnings == warnings)
            {
                return decoded;
            }

            decoded.Dispose();
        }
        catch (RefusedException refused) when (refused.Failure.Reason is FailureReason.Corrupt)
        {
            // What is damaged beside those tags fails again.
        }

        return VipsRowSource.Open(new TiffWithoutDescription(file, header.File), header, Loader, LoaderOptions());
    }

    protected override byte[] Encode(
        RowSource rows, TiffHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken) => base.Encode(
        header.BitDepth < 8 ? new DitheredRows(rows, header.BitDepth, header.Width, spec.Filter) : rows,
        header,
        original,
        spec,
        cancellationToken);

    protected override void Describe(VipsRowImage image, TiffHeader header, Image? original, ResizeSpec spec)
    {
        if (header.Frames > 1)
        {
            image.SetFrames([], 0);
        }
    }

    protected override byte[] Save(Image image, TiffHeader header, ResizeSpec spec) => TiffSaver.Save(image, header, spec);

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, TiffHeader header, byte[] encoded, bool strip) =>
        TiffMetadata.Copy(original, header, encoded, strip);
}
