using ImgCompress.Engine.Imaging.ImageSharp;
using ImgCompress.Engine.Imaging.Pixels;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Tga;

namespace ImgCompress.Engine.Imaging.Formats.Tga;

/// <summary>Truevision TGA, grey of 8 and colour of 24 and 32 bits, through ImageSharp; runs are packed here.</summary>
internal sealed class TgaFormat : ImageSharpFormat<TgaHeader>
{
    public override string Name => "TGA";

    /// <summary>ImageSharp holds sizes as signed 16-bit numbers; the format ends at 65,535.</summary>
    public override int MaxSide => short.MaxValue;

    protected override IImageDecoder Decoder { get; } = new TgaDecoder();

    public override bool Matches(ReadOnlySpan<byte> file) => TgaReader.IsTga(file);

    public override TgaHeader ReadHeader(ReadOnlySpan<byte> file) => TgaReader.Read(file);

    protected override void CheckIntegrity(ReadOnlySpan<byte> file, TgaHeader header, CancellationToken cancellationToken) =>
        TgaIntegrity.RequireWhole(file, header);

    /// <summary>
    /// Without the fields of a colour table that is not there, and with the fourth byte as it stands: ImageSharp 2.1 skips what the former
    /// say, and makes the latter 255 where the descriptor names no alpha, whether it is used as such or not.
    /// </summary>
    protected override ReadOnlyMemory<byte> ForDecoder(ReadOnlyMemory<byte> file, TgaHeader header)
    {
        var copy = file.ToArray();
        copy.AsSpan(3, 5).Clear();
        copy[17] = (byte)((copy[17] & 0xF0) | (header.Channels == 4 ? 8 : 0));
        return copy;
    }

    /// <summary>
    /// Runs are packed afterwards: ImageSharp 2.1 lets them cross rows, and writes a run of one for each pixel that differs.
    /// </summary>
    protected override IImageEncoder Encoder(TgaHeader header, RowShape shape) =>
        new TgaEncoder { BitsPerPixel = (TgaBitsPerPixel)(8 * header.Channels), Compression = TgaCompression.None };

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, TgaHeader header, byte[] encoded, bool strip) =>
        TgaMetadata.Copy(original, header, header.RunLength ? TgaRuns.Pack(encoded) : encoded, strip);
}
