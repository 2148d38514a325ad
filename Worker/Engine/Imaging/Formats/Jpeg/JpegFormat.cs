using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Vips;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.Jpeg;

/// <summary>
/// JPEG, baseline and progressive (ITU-T T.81), through libvips' libjpeg-turbo; the usual progressive ones are decoded here, in less time
/// and memory.
/// </summary>
internal sealed class JpegFormat : VipsFormat<JpegHeader>
{
    /// <summary>Of a side: libjpeg's JPEG_MAX_DIMENSION. The format itself ends at 65,535.</summary>
    public const int MostPixels = 65_500;

    public override string Name => "JPEG";

    public override int MaxSide => MostPixels;

    protected override string Loader => "jpegload_source";

    public override bool Matches(ReadOnlySpan<byte> file) => file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public override JpegHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var header = JpegReader.Read(file);
        try
        {
            JpegUnsupported.Refuse(file, header);
            return JpegTrailer.Read(file, header);
        }
        catch (RefusedException refused)
        {
            return header with { Unkept = refused.Failure };
        }
    }

    /// <summary>
    /// A file that keeps its own quality takes about as many bits a pixel as the original; a smaller picture up to twice as many.
    /// </summary>
    public override long EstimateFileBytes(ImageHeader header, long fileBytes, long decoded, long encoded, ResizeSpec spec)
    {
        var carried = ((JpegHeader)header).CarriedBytes;
        var worst = base.EstimateFileBytes(header, fileBytes, decoded, encoded, spec) + carried;
        return spec.Quality is null && header is JpegHeader { Quality: >= JpegQuality.MinOwn }
            ? Math.Min(worst, (long)(2.5 * (fileBytes - carried) * Math.Max(1, encoded) / Math.Max(1, decoded)) + (1 << 20) + carried)
            : worst;
    }

    /// <summary>
    /// The coefficients of a progressive file wait for its last scan: in libjpeg with two bytes each, and blocks padded; here with 50 bytes
    /// a block of 64, and two more for each that is told by two bits of the file at least. The encoder, libjpeg's, holds its own. And
    /// the decoder may be given a copy of the file.
    /// </summary>
    protected override long EstimatePeakBytes(JpegHeader header, long decoded, long encoded)
    {
        if (!header.Progressive)
        {
            return header.CorrectedBytes;
        }

        // Half as many coefficients where chroma is subsampled.
        var isHalf = header.Subsampling is (2, 2);
        var (read, written) = isHalf ? (decoded / 2, encoded / 2) : (decoded, encoded);
        var here = (read / 5 * 4) + Math.Min(2 * read, 8L * header.End);
        return header.CorrectedBytes + header.End + Math.Max(InLibjpeg(read), here) + InLibjpeg(written);

        long InLibjpeg(long coefficients) => (2 * coefficients) + (coefficients / (isHalf ? 2 : 8));
    }

    protected override void CheckIntegrity(ReadOnlySpan<byte> file, JpegHeader header, CancellationToken cancellationToken) =>
        JpegIntegrity.RequireEnd(file, header, cancellationToken);

    /// <summary>
    /// The inverse transform makes 4×4, 2×2 or 1×1 samples of a block of 8×8; libvips drops a last column or row that is covered in part.
    /// And a progressive file's scans of the last bits need not be read.
    /// </summary>
    public override DecodedImage DecodeSmaller(
        ReadOnlyMemory<byte> file, ImageHeader header, Shrinkage most, CancellationToken cancellationToken)
    {
        var jpeg = (JpegHeader)header;
        var data = Corrected(file, jpeg);
        var divisor = most.MostDivisor switch { >= 8 => 8, >= 4 => 4, >= 2 => 2, _ => 1 };
        var unread = jpeg.Progressive ? JpegRefinements.Find(data.Span, jpeg, most.MostStep) : [];
        if (unread.Count > 0)
        {
            data = JpegCorrection.Apply(data.Span, unread);
        }
        else if (divisor == 1)
        {
            return DecodeWhole(data, jpeg, cancellationToken);
        }

        var options = LoaderOptions();
        options.Add("shrink", divisor);
        var smaller = header with { Width = header.Width / divisor, Height = header.Height / divisor };
        var decoded = VipsRowSource.Open(data, smaller, Loader, options);
        decoded.Extent = ((float)header.Width / divisor, (float)header.Height / divisor);
        return decoded;
    }

    protected override DecodedImage Decode(ReadOnlyMemory<byte> file, JpegHeader header, CancellationToken cancellationToken) =>
        DecodeWhole(Corrected(file, header), header, cancellationToken);

    private DecodedImage DecodeWhole(ReadOnlyMemory<byte> data, JpegHeader header, CancellationToken cancellationToken) =>
        header is { Progressive: true, IsCmyk: false, Subsampling: (1 or 2, 1) or (2, 2) }
        && ProgressiveRowSource.TryOpen(data.Span, header.Shape, cancellationToken) is { } rows
            ? rows
            : base.Decode(data, header, cancellationToken);

    private static ReadOnlyMemory<byte> Corrected(ReadOnlyMemory<byte> file, JpegHeader header) =>
        header.Corrections.Count == 0 ? file : JpegCorrection.Apply(file.Span, header.Corrections);

    protected override byte[] Save(Image image, JpegHeader header, ResizeSpec spec) => image.JpegsaveBuffer(
        q: spec.Quality ?? JpegQuality.Followed(header.Quality),
        interlace: header.Progressive,
        optimizeCoding: spec.Effort > 1,
        trellisQuant: spec.Effort > 2,
        overshootDeringing: spec.Effort > 2,
        optimizeScans: spec.Effort > 2 && header.Progressive,
        // libvips writes 4:2:0 and 4:4:4 alone. 4:2:2, 4:4:0 and 4:1:1 get full chroma, so that nothing is lost.
        subsampleMode: header.Subsampling is (2, 2) ? Enums.ForeignSubsample.On : Enums.ForeignSubsample.Off,
        keep: Enums.ForeignKeep.None);

    protected override byte[] CopyMetadata(ReadOnlySpan<byte> original, JpegHeader header, byte[] encoded, bool strip) =>
        JpegMetadata.Copy(original, header, encoded, [], strip);

    public override byte[] Join(
        ReadOnlySpan<byte> original, ImageHeader header, byte[] encoded, IReadOnlyList<byte[]> further, bool strip) =>
        JpegMetadata.Copy(original, (JpegHeader)header, encoded, further, strip);
}
