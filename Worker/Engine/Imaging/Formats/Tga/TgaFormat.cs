using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.ImageSharp;
using ImgCompress.Engine.Imaging.Pixels;
using SixLabors.ImageSharp.Formats.Tga;

namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>
/// Truevision TGA: plain ones through ImageSharp, and by code of our own what that reads and does not write as it was.
/// </summary>
internal sealed class TgaFormat : TypedImageFormat<TgaHeader>
{
    public override string Name => "TGA";

    public override int MaxSide => ushort.MaxValue;

    public override bool Matches(ReadOnlySpan<byte> file) => TgaReader.IsTga(file);

    public override TgaHeader ReadHeader(ReadOnlySpan<byte> file) => TgaReader.Read(file);

    /// <summary>Runs are unpacked as a whole; the new picture is kept until its lowest row is there, and its indices.</summary>
    protected override long EstimatePeakBytes(TgaHeader header, long decoded, long encoded) =>
        header.IsPlain ? ImageSharpCodec.EstimatePeakBytes(decoded, encoded) : (header.RunLength ? decoded : 0) + (2 * encoded);

    protected override void CheckIntegrity(ReadOnlySpan<byte> file, TgaHeader header, CancellationToken cancellationToken) =>
        TgaRows.RequireWhole(file, header);

    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, TgaHeader header, CancellationToken cancellationToken) =>
        header.IsPlain
            ? ImageSharpCodec.Decode(ForDecoder(file, header), header.Shape, new TgaDecoder(), cancellationToken)
            : new TgaRows(file, header);

    protected override byte[] Encode(
        RowSource rows, TgaHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken) =>
        header.IsPlain
            ? ImageSharpCodec.Encode(rows, original, Encoder(header), cancellationToken)
            : TgaWriter.Write(rows, header, cancellationToken);

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, TgaHeader header, byte[] encoded, bool strip) =>
        TgaMetadata.Copy(original, header, encoded, strip);

    /// <summary>
    /// Without the fields of a colour table that no pixel uses, and with the fourth byte as it stands: ImageSharp 2.1 skips what the former
    /// say, and makes the latter 255 where the descriptor names no alpha, whether it is used as such or not.
    /// </summary>
    private static byte[] ForDecoder(ReadOnlyMemory<byte> file, TgaHeader header)
    {
        var copy = file.ToArray();
        copy.AsSpan(3, 5).Clear();
        copy[17] = (byte)((copy[17] & 0xF0) | (header.Channels == 4 ? 8 : 0));
        return copy;
    }

    private static TgaEncoder Encoder(TgaHeader header) =>
        new() { BitsPerPixel = (TgaBitsPerPixel)(8 * header.Channels), Compression = TgaCompression.None };
}
