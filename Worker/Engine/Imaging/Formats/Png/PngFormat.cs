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

    protected override long EstimatePeakBytes(PngHeader header, long decoded, long encoded) =>
        (header.EndMissing ? header.ChunksEnd : 0) + header switch
        {
            { Palette: true } => (header.Interlaced ? decoded : 0) + 3 * encoded,
            { Interlaced: true } => decoded + encoded,
            _ => 0,
        };

    /// <summary>With its IEND, the decoder says by itself whether all rows are there.</summary>
    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, PngHeader header, CancellationToken cancellationToken) => base.Decode(
        header.EndMissing ? (byte[])[.. file.Span[..header.ChunksEnd], .. PngReader.End] : file, header, cancellationToken);

    protected override byte[] Encode(
        RowSource rows, PngHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken) => header switch
        {
            { Palette: true } => EncodePalette(rows, header, spec, cancellationToken),
            { Channels: 1, BitDepth: 1 } => base.Encode(new BilevelRows(rows), header, original, spec, cancellationToken),
            { Channels: 1, BitDepth: < 8 } =>
                base.Encode(new LowBitDepthRows(rows, header.BitDepth), header, original, spec, cancellationToken),
            _ => base.Encode(rows, header, original, spec, cancellationToken),
        };

    protected override byte[] Save(Image image, PngHeader header, ResizeSpec spec) => Save(image, header, palette: false);

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, PngHeader header, byte[] encoded, bool strip) =>
        PngMetadata.Copy(original, header, encoded, strip);

    /// <summary>Exactly, where 256 colours are enough; else the smaller one of a palette of 256 chosen ones and full colour.</summary>
    private byte[] EncodePalette(RowSource rows, PngHeader header, ResizeSpec spec, CancellationToken cancellationToken)
    {
        using var pixels = MemoryRows.Of(rows, cancellationToken);
        if (Palette.Of(pixels) is { } palette)
        {
            return IndexedPng.Write(palette, pixels.Shape.Width, pixels.Shape.Height, header.Interlaced);
        }

        var full = base.Encode(pixels, header, null, spec, cancellationToken);
        using var again = pixels.Again();
        var chosen = Encode(again, header, null, spec, (image, png, _) => Save(image, png, palette: true), cancellationToken);
        return chosen.Length <= full.Length ? chosen : full;
    }

    private static byte[] Save(Image image, PngHeader header, bool palette) => image.PngsaveBuffer(
        interlace: header.Interlaced,
        palette: palette,
        bitdepth: header.BytesPerSample == 2 ? 16 : header.Channels == 1 && !header.Palette ? header.BitDepth : 8,
        keep: Enums.ForeignKeep.None);
}
