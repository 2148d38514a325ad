using ImgCompress.Worker.Imaging.Damage;
using ImgCompress.Worker.Imaging.Headers;

namespace ImgCompress.Worker.Imaging.ImageSharp.Damage;

/// <summary>Whether the strips of a TIFF hold all rows. ImageSharp leaves black what is missing.</summary>
internal static class TiffData
{
    /// <exception cref="RefusedException">A strip is missing, or ends early, or does not unpack.</exception>
    public static void RequireWhole(ReadOnlyMemory<byte> file, TiffHeader tiff, CancellationToken cancellationToken)
    {
        var bytes = new HeaderBytes(file.Span, tiff.File.LittleEndian);
        var rowBytes = ((long)tiff.Width * tiff.Channels * tiff.BitDepth + 7) / 8;
        foreach (var page in tiff.File.Pages)
        {
            var offsets = TiffFile.Values(bytes, page, TiffTag.StripOffsets);
            var counts = TiffFile.Values(bytes, page, TiffTag.StripByteCounts);
            var strips = (tiff.Height + tiff.RowsPerStrip - 1) / tiff.RowsPerStrip;
            if (offsets.Length != strips || counts.Length != strips)
                throw RefusedException.Corrupt($"the TIFF has {offsets.Length} strips, and {strips} hold a page");
            for (var strip = 0; strip < strips; strip++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                _ = bytes.Slice(offsets[strip], counts[strip]);
                var rows = Math.Min(tiff.RowsPerStrip, tiff.Height - strip * tiff.RowsPerStrip);
                RequireStrip(file.Slice((int)offsets[strip], (int)counts[strip]), tiff.Compression, rows * rowBytes, cancellationToken);
            }
        }
    }

    private static void RequireStrip(ReadOnlyMemory<byte> strip, int compression, long expected, CancellationToken cancellationToken)
    {
        switch (compression)
        {
            case 5:
                RequireLzw(strip.Span, expected);
                break;
            case 8 or 32946:
                Inflated.Require(strip, expected, "a strip of the TIFF", cancellationToken);
                break;
            case 32773:
                RequirePackBits(strip.Span, expected);
                break;
            default:
                Require(strip.Length, expected);
                break;
        }
    }

    /// <summary>TIFF 6.0, section 9.</summary>
    private static void RequirePackBits(ReadOnlySpan<byte> strip, long expected)
    {
        long found = 0;
        for (var at = 0; at < strip.Length && found < expected;)
        {
            var head = (sbyte)strip[at++];
            if (head == -128)
                continue;
            var (take, give) = head >= 0 ? (head + 1, head + 1) : (1, 1 - head);
            at += take;
            found += at <= strip.Length ? give : 0;
        }

        Require(found, expected);
    }

    private static void RequireLzw(ReadOnlySpan<byte> strip, long expected)
    {
        var lengths = new CodeLengths(8);
        long found = 0;
        var (size, bits, count) = (9, 0u, 0);
        foreach (var value in strip)
        {
            bits = (bits << 8) | value;
            for (count += 8; count >= size; size = lengths.NextSize(early: 1))
            {
                count -= size;
                var code = (int)(bits >> count) & ((1 << size) - 1);
                if (lengths.IsEnd(code) || found >= expected)
                {
                    Require(found, expected);
                    return;
                }

                found += lengths.Add(code);
            }
        }

        Require(found, expected);
    }

    private static void Require(long found, long expected)
    {
        if (found < expected)
            throw RefusedException.Corrupt($"a strip of the TIFF ends early: {found} of {expected} bytes");
    }
}
