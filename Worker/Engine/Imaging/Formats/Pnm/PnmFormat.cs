using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;

namespace ImgCompress.Engine.Imaging.Formats.Pnm;

/// <summary>PBM, PGM and PPM (Netpbm), as text or as bytes, and PAM.</summary>
internal sealed class PnmFormat : TypedImageFormat<PnmHeader>
{
    public override string Name => "PNM";

    public override int MaxSide => int.MaxValue;

    public override bool Matches(ReadOnlySpan<byte> file) => PnmReader.IsPnm(file) || PamReader.IsPam(file);

    public override PnmHeader ReadHeader(ReadOnlySpan<byte> file) =>
        PamReader.IsPam(file) ? PamReader.Read(file) : PnmReader.Read(file);

    /// <summary>As text a sample has up to five digits and a space.</summary>
    public override long EstimateFileBytes(ImageHeader header, long fileBytes, long decoded, long encoded, ResizeSpec spec) =>
        base.EstimateFileBytes(header, fileBytes, decoded, encoded, spec) * (((PnmHeader)header).Plain ? 4 : 1);

    protected override long EstimatePeakBytes(PnmHeader header, long decoded, long encoded) => 0;

    protected override void CheckIntegrity(ReadOnlySpan<byte> file, PnmHeader header, CancellationToken cancellationToken) =>
        PnmIntegrity.RequireWhole(file, header);

    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, PnmHeader header, CancellationToken cancellationToken) =>
        header.IsBilevel ? new BilevelRows(new PnmRows(file, header)) : new PnmRows(file, header);

    protected override byte[] Encode(
        RowSource rows, PnmHeader header, DecodedImage? original, ResizeSpec spec, CancellationToken cancellationToken) =>
        PnmWriter.Write(header.IsBilevel ? new DitheredRows(rows, bits: 1, original, spec.Filter) : rows, header, cancellationToken);

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, PnmHeader header, byte[] encoded, bool strip) =>
        PnmMetadata.Copy(original, header, encoded, strip);
}
