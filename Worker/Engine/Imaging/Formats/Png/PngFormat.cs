using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Vips;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>PNG (third edition), through libvips' libspng; palettes of few colours are written here.</summary>
internal sealed class PngFormat : VipsFormat<PngHeader>
{
    public override string Name => "PNG";

    /// <summary>libvips' limit, which no pixel limit lets through anyway; the format ends at 2³¹−1.</summary>
    public override int MaxSide => 100_000_000;

    protected override string Loader => "pngload_source";

    public override bool Matches(ReadOnlySpan<byte> file) =>
        file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

    public override PngHeader ReadHeader(ReadOnlySpan<byte> file) => PngReader.Read(file);

    /// <summary>A frame of an animation has a header and an end of its own.</summary>
    public override long EstimateFileBytes(ImageHeader header, long fileBytes, long decoded, long encoded, ResizeSpec spec) =>
        base.EstimateFileBytes(header, fileBytes, decoded, encoded, spec) + 256L * (header.Frames - 1);

    /// <summary>
    /// An animation holds its canvas, what is restored, and a frame that is decoded; of the new one two frames and a part, which is
    /// encoded.
    /// </summary>
    protected override long EstimatePeakBytes(PngHeader header, long decoded, long encoded) =>
        (header.EndMissing || header.Animation is not null ? header.ChunksEnd : 0)
        + (header.Animation is null ? 0 : (3 * decoded + 4 * encoded) / header.Frames)
        + header switch
        {
            { Palette: true } => (header is { Interlaced: true, Animation: null } ? decoded : 0) + 3 * encoded,
            { Interlaced: true, Animation: null } => decoded + encoded,
            _ => 0,
        };

    /// <summary>Of a still image, the decoder looks at what is checked here.</summary>
    protected override void CheckIntegrity(ReadOnlySpan<byte> file, PngHeader header, CancellationToken cancellationToken)
    {
        foreach (var chunk in header.Animation is null ? [] : header.Chunks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            PngChunks.RequireIntact(chunk.Name, file.Slice(chunk.Offset, chunk.Length));
        }
    }

    /// <summary>With its IEND, the decoder says by itself whether all rows are there.</summary>
    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, PngHeader header, CancellationToken cancellationToken)
    {
        DecodedImage decoded = header.Animation is { } animation
            ? new AnimatedPngRowSource(file, header, animation, DecodeStill, cancellationToken)
            : DecodeStill(header.EndMissing ? (byte[])[.. file.Span[..header.ChunksEnd], .. PngReader.End] : file, header);
        return header is { Palette: false, Channels: 1, BitDepth: 1 } ? new BilevelRows(decoded) : decoded;
    }

    protected override byte[] Encode(
        RowSource rows, PngHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken) => header switch
        {
            { Palette: true } => EncodePalette(rows, header, spec, cancellationToken),
            { Channels: 1, BitDepth: < 8 } =>
                EncodeFull(new DitheredRows(rows, header.BitDepth, original, spec.Filter), header, spec, cancellationToken),
            _ => EncodeFull(rows, header, spec, cancellationToken),
        };

    protected override byte[] Save(Image image, PngHeader header, ResizeSpec spec) =>
        Save(image, header, palette: false, PngFilters.None);

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, PngHeader header, byte[] encoded, bool strip) =>
        PngMetadata.Copy(original, header, encoded, strip);

    private VipsRowSource DecodeStill(ReadOnlyMemory<byte> file, PngHeader header) =>
        VipsRowSource.Open(file, header, Loader, LoaderOptions());

    /// <summary>Exactly, where 256 colours are enough; else the smaller one of a palette of 256 chosen ones and full colour.</summary>
    private byte[] EncodePalette(RowSource rows, PngHeader header, ResizeSpec spec, CancellationToken cancellationToken)
    {
        using var pixels = MemoryRows.Of(rows, cancellationToken);
        if (Palette.Of(pixels) is { } palette)
        {
            return EncodeIndexed(palette, pixels.Shape, header, cancellationToken);
        }

        var full = EncodeFull(pixels, header, spec, cancellationToken);
        using var again = pixels.Again();
        var chosen = Encode(
            again, header, null, spec, (image, png, _) => Save(image, png, palette: true, PngFilters.None), cancellationToken);
        if (header.Animation is not null)
        {
            // libvips has chosen the colours of all frames, as of one tall image.
            using var decoded = DecodeStill(chosen, PngReader.Read(chosen));
            using var reduced = MemoryRows.Of(decoded, cancellationToken);
            chosen = Palette.Of(reduced) is { } fewer ? EncodeIndexed(fewer, pixels.Shape, header, cancellationToken) : full;
        }

        return chosen.Length <= full.Length ? chosen : full;
    }

    private static byte[] EncodeIndexed(Palette palette, RowShape shape, PngHeader header, CancellationToken cancellationToken)
    {
        if (header.Animation is null)
        {
            return IndexedPng.Write(palette, shape.Width, shape.Height, header.Interlaced);
        }

        using var indices = new MemoryRows(shape with { Channels = 1, HasAlpha = false }, palette.Indices);
        return AnimatedPng.Write(
            indices,
            header.Animation,
            part => IndexedPng.Write(
                palette with { Indices = part.Pixels.ToArray() }, part.Shape.Width, part.Shape.Height, header.Interlaced),
            cancellationToken);
    }

    private byte[] EncodeFull(RowSource rows, PngHeader header, ResizeSpec spec, CancellationToken cancellationToken) =>
        header.Animation is { } animation
            ? AnimatedPng.Write(rows, animation, part => EncodeStill(part, header, spec, cancellationToken), cancellationToken)
            : EncodeStill(rows, header, spec, cancellationToken);

    /// <summary>By the filters that a look at the first rows recommends.</summary>
    private byte[] EncodeStill(RowSource rows, PngHeader header, ResizeSpec spec, CancellationToken cancellationToken)
    {
        if (header is { Channels: 1, BitDepth: < 8 })
        {
            return base.Encode(rows, header, null, spec, cancellationToken);
        }

        // The rows stay their owner's to dispose of.
        var (filters, all) = PngFilters.Recommended(rows, spec.Effort);
        return Encode(all, header, null, spec, (image, png, _) => Save(image, png, palette: false, filters), cancellationToken);
    }

    private static byte[] Save(Image image, PngHeader header, bool palette, PngFilters filters) => image.PngsaveBuffer(
        compression: filters.Level,
        filter: filters.Kinds,
        interlace: header.Interlaced,
        palette: palette,
        bitdepth: header.BytesPerSample == 2 ? 16 : header.Channels == 1 && !header.Palette ? header.BitDepth : 8,
        keep: Enums.ForeignKeep.None);
}
