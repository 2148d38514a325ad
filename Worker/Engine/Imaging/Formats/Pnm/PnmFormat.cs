using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.ImageSharp;
using ImgCompress.Engine.Imaging.Pixels;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Pbm;

namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>PBM, PGM and PPM (Netpbm) with samples up to 255, as text or as bytes, through ImageSharp.</summary>
internal sealed class PnmFormat : ImageSharpFormat<PnmHeader>
{
    public override string Name => "PNM";

    public override int MaxSide => int.MaxValue;

    protected override IImageDecoder Decoder { get; } = new PbmDecoder();

    public override bool Matches(ReadOnlySpan<byte> file) => PnmReader.IsPnm(file);

    public override PnmHeader ReadHeader(ReadOnlySpan<byte> file) => PnmReader.Read(file);

    protected override void CheckIntegrity(ReadOnlySpan<byte> file, PnmHeader header, CancellationToken cancellationToken) =>
        PnmIntegrity.RequireWhole(file, header);

    /// <summary>
    /// As bytes, and with a row of zeros before the others: ImageSharp 2.1 takes samples at the beginning of the data for white space,
    /// where they have its numbers, and digits of a bitmap that stand side by side for one number.
    /// </summary>
    protected override (ReadOnlyMemory<byte> File, int RowsBefore) ForDecoder(ReadOnlyMemory<byte> file, PnmHeader header)
    {
        var kind = header.Channels == 3 ? 6 : header is { Bitmap: true, Plain: false } ? 4 : 5;
        var head = System.Text.Encoding.ASCII.GetBytes($"P{kind}\n{header.Width} {header.Height + 1}\n{(kind == 4 ? "" : "255\n")}");
        var samples = header.Plain ? PnmText.Samples(file.Span[header.PixelOffset..], header) : file.Span[header.PixelOffset..];
        return ((byte[])[.. head, .. new byte[header.Plain ? header.Width * header.Channels : (int)header.RowBytes], .. samples], 1);
    }

    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, PnmHeader header, CancellationToken cancellationToken)
    {
        var decoded = base.Decode(file, header, cancellationToken);
        return header.Bitmap ? new BilevelRows(decoded) : decoded;
    }

    /// <summary>Rows of whole bytes: ImageSharp 2.1 begins a row of a bitmap in the middle of the last one's byte.</summary>
    protected override byte[] Encode(
        RowSource rows, PnmHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken)
    {
        if (header.Bitmap)
        {
            rows = new DitheredRows(rows, bits: 1, original, spec.Filter);
        }

        if (header is not { Bitmap: true, Plain: false })
        {
            return base.Encode(rows, header, original, spec, cancellationToken);
        }

        var encoded = base.Encode(new WholeByteRows(rows), header, original, spec, cancellationToken);
        var pixels = PnmReader.Read(encoded).PixelOffset;
        return [.. System.Text.Encoding.ASCII.GetBytes($"P4\n{rows.Shape.Width} {rows.Shape.Height}\n"), .. encoded.AsSpan(pixels)];
    }

    protected override IImageEncoder Encoder(PnmHeader header, RowShape shape) => new PbmEncoder
    {
        Encoding = header.Plain ? PbmEncoding.Plain : PbmEncoding.Binary,
        ColorType = header.Bitmap ? PbmColorType.BlackAndWhite : header.Channels == 1 ? PbmColorType.Grayscale : PbmColorType.Rgb,
        ComponentType = header.Bitmap ? PbmComponentType.Bit : PbmComponentType.Byte,
    };

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, PnmHeader header, byte[] encoded, bool strip) =>
        PnmMetadata.Copy(original, header, encoded, strip);

    /// <summary>Rows with as many white pixels behind them as make their width a multiple of eight.</summary>
    private sealed class WholeByteRows(RowSource rows) : RowSource(rows.Shape with { Width = (rows.Shape.Width + 7) / 8 * 8 })
    {
        public override void ReadRow(Span<byte> row)
        {
            rows.ReadRow(row[..rows.Shape.RowBytes]);
            row[rows.Shape.RowBytes..].Fill(byte.MaxValue);
        }
    }
}
