using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>Truevision TGA.</summary>
internal sealed class TgaFormat : TypedImageFormat<TgaHeader>
{
    public override string Name => "TGA";

    public override int MaxSide => ushort.MaxValue;

    public override bool Matches(ReadOnlySpan<byte> file) => TgaReader.IsTga(file);

    public override TgaHeader ReadHeader(ReadOnlySpan<byte> file) => TgaReader.Read(file);

    /// <summary>Runs are unpacked as a whole; the new picture is kept until its lowest row is there, and its indices.</summary>
    protected override long EstimatePeakBytes(TgaHeader header, long decoded, long encoded) =>
        (header.RunLength ? decoded : 0) + (2 * encoded);

    protected override void CheckIntegrity(ReadOnlySpan<byte> file, TgaHeader header, CancellationToken cancellationToken) =>
        TgaRows.RequireWhole(file, header);

    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, TgaHeader header, CancellationToken cancellationToken) =>
        new TgaRows(file, header);

    protected override byte[] Encode(
        RowSource rows, TgaHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken) =>
        TgaWriter.Write(rows, header, cancellationToken);

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, TgaHeader header, byte[] encoded, bool strip) =>
        TgaMetadata.Copy(original, header, encoded, strip);
}
