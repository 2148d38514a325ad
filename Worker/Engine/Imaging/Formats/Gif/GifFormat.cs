using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Vips;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.Gif;

/// <summary>GIF with all its frames, decoded here and encoded through libvips' cgif.</summary>
internal sealed class GifFormat : VipsEncodedFormat<GifHeader>
{
    public override string Name => "GIF";

    public override int MaxSide => 65_535;

    public override bool Matches(ReadOnlySpan<byte> file) => file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8);

    public override GifHeader ReadHeader(ReadOnlySpan<byte> file) => GifReader.Read(file);

    protected override long EstimatePeakBytes(GifHeader header, long decoded, long encoded) => 2 * (decoded + encoded);

    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, GifHeader header, CancellationToken cancellationToken) =>
        new GifRowSource(file, header, cancellationToken);

    /// <summary>libvips counts showings, GIF counts repetitions, and a GIF without a count is shown once.</summary>
    protected override void Describe(VipsRowImage image, GifHeader header, Image? original, ResizeSpec spec) => image.SetFrames(
        [.. header.Delays.Select(d => d * 10)],
        header.Repetitions switch
        {
            null => 1,
            0 => 0,
            { } repetitions => repetitions + 1,
        });

    protected override byte[] Save(Image image, GifHeader header, ResizeSpec spec) =>
        image.GifsaveBuffer(interlace: header.Interlaced, keepDuplicateFrames: true, keep: Enums.ForeignKeep.None);

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, GifHeader header, byte[] encoded, bool strip) =>
        GifMetadata.Copy(original, header, encoded, strip);
}
