using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Vips;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.Tiff;

/// <summary>TIFF and BigTIFF of pages of one form, through libvips' libtiff.</summary>
internal sealed class TiffFormat : VipsFormat<TiffHeader>
{
    /// <summary>The PhotometricInterpretation that the codec is told of other axes.</summary>
    private const int RedGreenBlue = 2;

    public override string Name => "TIFF";

    /// <summary>libvips' limit, which no pixel limit lets through anyway; the format ends at 2³²−1.</summary>
    public override int MaxSide => 100_000_000;

    protected override string Loader => "tiffload_source";

    public override bool Matches(ReadOnlySpan<byte> file) => TiffFile.IsTiff(file);

    public override TiffHeader ReadHeader(ReadOnlySpan<byte> file) => TiffReader.Read(file);

    /// <summary>Strips or rows of tiles, in source and target; a palette's pixels are kept to be looked at twice.</summary>
    protected override long EstimatePeakBytes(TiffHeader header, long decoded, long encoded) =>
        (decoded + encoded) / header.Height * Math.Min(header.Height, 2L * (header.Tile?.Height ?? header.RowsPerStrip)) / header.Frames
        + (header.Palette ? 2 * encoded : 0);

    /// <summary>A warning is damage here, too, but for the harmless ones: <see cref="TiffRows"/> looks for the others.</summary>
    protected override VOption LoaderOptions() =>
        new() { { "access", Enums.Access.Sequential }, { "fail_on", Enums.FailOn.Error }, { "n", -1 } };

    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, TiffHeader header, CancellationToken cancellationToken) =>
        header switch
        {
            { SampleFormat: TiffSampleFormat.Float } => TiffFloats.Read(Stored(file, header with { BytesPerSample = header.BitDepth / 8 })),
            { BitDepth: 32 } => TiffIntegers.Read(
                Stored(file, header with { BytesPerSample = sizeof(int) }), header.SampleFormat == TiffSampleFormat.Signed),
            { SampleFormat: TiffSampleFormat.Signed } => TiffSigned.Read(Stored(file, header), Range.All),
            { Photometric: TiffLab.Signed } => TiffSigned.Read(Stored(file, header), TiffLab.Axes),
            { IsOfOtherAxes: true } or { Planar: true } => Stored(file, header),
            { Palette: true } => new TiffPaletteRows(Stored(file, header), header.BitDepth, file.Span, header.File),
            { BitDepth: 1 } => new BilevelRows(Open(file, header, cancellationToken)),
            _ => Open(file, header, cancellationToken),
        };

    /// <summary>Samples as they are stored, whatever they mean.</summary>
    private DecodedImage Stored(ReadOnlyMemory<byte> file, TiffHeader header)
    {
        var said = new Dictionary<TiffTag, int>();
        if (header.Planar || header.Palette)
        {
            said[TiffTag.Photometric] = 1;
        }
        else if (header.IsOfOtherAxes)
        {
            said[TiffTag.Photometric] = RedGreenBlue;
        }

        if (header is { SampleFormat: TiffSampleFormat.Signed, BitDepth: < 32 } or { SampleFormat: TiffSampleFormat.Float, BitDepth: 16 })
        {
            said[TiffTag.SampleFormat] = (int)TiffSampleFormat.Unsigned;
        }

        if (header.IsOfNumbers)
        {
            // Else libvips would divide by alpha what is stored multiplied by it, which can be resized as it is.
            said[TiffTag.ExtraSamples] = 0;
        }

        return header.Planar ? OpenPlanes(file, header, said) : OpenAs(file, header.Palette ? header with { Channels = 1 } : header, said);
    }

    /// <summary>
    /// Where libtiff fails or warns as it reads the directories, once more without the tags whose form moves no sample: they are
    /// copied byte by byte.
    /// </summary>
    private TiffRows Open(ReadOnlyMemory<byte> file, TiffHeader header, CancellationToken cancellationToken)
    {
        try
        {
            var warnings = VipsLibrary.Warnings;
            var decoded = base.Decode(file, header, cancellationToken);
            if (VipsLibrary.Warnings == warnings)
            {
                return new(decoded);
            }

            decoded.Dispose();
        }
        catch (RefusedException refused) when (refused.Failure.Reason is FailureReason.Corrupt)
        {
            // What is damaged beside those tags fails again.
        }

        return OpenAs(file, header, new Dictionary<TiffTag, int>());
    }

    /// <param name="file">The file.</param>
    /// <param name="header">Its header, with as many channels as are stored.</param>
    /// <param name="said">What libtiff is told of the samples instead of what the file says.</param>
    /// <param name="plane">The one channel to read; null for all.</param>
    private TiffRows OpenAs(
        ReadOnlyMemory<byte> file, TiffHeader header, IReadOnlyDictionary<TiffTag, int> said, int? plane = null)
    {
        var warnings = VipsLibrary.Warnings;
        var halved = header.BitDepth == 64;
        var described = new TiffWithoutDescription(
            file, header.File, halved ? said.Concat(TiffDoubles.Said(header)).ToDictionary() : said, plane);
        var stored = halved ? header with { Width = 2 * header.Width, BytesPerSample = sizeof(float) } : header;
        var decoded = VipsRowSource.Open(described, stored, Loader, LoaderOptions());
        if (VipsLibrary.Warnings == warnings)
        {
            return new(halved ? new TiffDoubles(decoded, header.File.LittleEndian) : decoded);
        }

        decoded.Dispose();
        throw RefusedException.Corrupt($"the image does not decode: {VipsLibrary.Warning}");
    }

    /// <summary>Each channel by itself, as grey: libvips reads no tiles of channels apart, and mixes the rows of two channels.</summary>
    private TiffPlanarRows OpenPlanes(
        ReadOnlyMemory<byte> file, TiffHeader header, IReadOnlyDictionary<TiffTag, int> said)
    {
        var planes = new List<DecodedImage>();
        try
        {
            for (var plane = 0; plane < header.Channels; plane++)
            {
                planes.Add(OpenAs(file, header with { Channels = 1, HasAlpha = false, IsCmyk = false }, said, plane));
            }

            return new(planes, header.Shape);
        }
        catch
        {
            planes.ForEach(plane => plane.Dispose());
            throw;
        }
    }

    protected override byte[] Encode(
        RowSource rows, TiffHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken)
    {
        switch (header)
        {
            case { Palette: true }:
                return EncodePalette(rows, header, original, spec, cancellationToken);
            case { IsOfOtherAxes: true }:
                rows = header.Photometric == TiffLab.Signed ? TiffSigned.Write(rows, TiffLab.Axes) : rows;
                return TiffSaver.Say(
                    base.Encode(rows, header, original, spec, cancellationToken), TiffTag.Photometric, header.Photometric);
            case { BitDepth: 32, SampleFormat: not TiffSampleFormat.Float }:
                rows = TiffIntegers.Write(rows, header.SampleFormat == TiffSampleFormat.Signed);
                return TiffSaver.Say(
                    base.Encode(rows, header, original, spec, cancellationToken), TiffTag.SampleFormat, (int)header.SampleFormat);
            case { SampleFormat: TiffSampleFormat.Signed } or { SampleFormat: TiffSampleFormat.Float, BitDepth: 16 }:
                rows = header.SampleFormat == TiffSampleFormat.Signed ? TiffSigned.Write(rows, Range.All) : TiffFloats.ToHalves(rows);
                return TiffSaver.Say(
                    base.Encode(rows, header, original, spec, cancellationToken), TiffTag.SampleFormat, (int)header.SampleFormat);
            case { BitDepth: < 8 }:
                var dithered = new DitheredRows(rows, header.BitDepth, original, spec.Filter);
                return base.Encode(dithered, header, original, spec, cancellationToken);
            default:
                return base.Encode(rows, header, original, spec, cancellationToken);
        }
    }

    /// <summary>
    /// 256 colours or fewer stay exactly those they are, as places that are written as greys; more are written in full colour.
    /// </summary>
    private byte[] EncodePalette(
        RowSource rows, TiffHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken)
    {
        using var pixels = MemoryRows.Of(rows, cancellationToken);
        if (Palette.Of(pixels) is not { } palette)
        {
            return base.Encode(pixels, header with { BitDepth = 8 }, original, spec, cancellationToken);
        }

        var bits = palette.Colours.Count <= 1 << header.BitDepth ? header.BitDepth : 8;
        var places = Array.ConvertAll(palette.Indices, place => (byte)(place * (byte.MaxValue / ((1 << bits) - 1))));
        using var grey = new MemoryRows(pixels.Shape with { Channels = 1 }, places);
        var encoded = base.Encode(grey, header with { BitDepth = bits, Channels = 1 }, original, spec, cancellationToken);
        return TiffPalette.Add(encoded, bits, palette.Colours);
    }

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
