using System.IO.Compression;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Pixels;
using NetVips;

namespace ImgCompress.Engine.Imaging.Formats.Png;

/// <summary>
/// How a PNG's rows are filtered (section 9 of the standard) and deflated. Of photographs and gradients differences take fewer bytes, text
/// and flat areas mostly do not.
/// </summary>
/// <param name="Kinds">The filters that the encoder may use.</param>
/// <param name="Level">Of zlib, 1 to 9.</param>
internal readonly record struct PngFilters(Enums.ForeignPngFilter Kinds, int Level)
{
    /// <summary>As many rows as tell a photograph from text, at most a tenth of most pictures.</summary>
    private const int Rows = 64;

    /// <summary>Without effort, since the look itself takes time.</summary>
    private const int FewRows = 16;

    /// <summary>What deflate makes so small by itself is flat: there it is worth its time to look far back for repetitions.</summary>
    private const double ShareOfFlat = 0.1;

    public static PngFilters None { get; } = new(Enums.ForeignPngFilter.None, 6);

    /// <summary>By what the first rows take either way.</summary>
    /// <param name="rows">None of them read yet; given back to be encoded.</param>
    /// <param name="effort">That of the spec.</param>
    public static (PngFilters Filters, RowSource Rows) Recommended(RowSource rows, int effort)
    {
        var peeked = new PeekedRows(rows, effort == ResizeSpec.MinEffort ? FewRows : Rows);
        var differences = new PngDifferences(peeked.Peeked, peeked.Shape);
        return (effort == ResizeSpec.MinEffort ? Quick(peeked.Peeked, differences) : Thorough(peeked.Peeked, differences, effort), peeked);
    }

    /// <summary>
    /// One filter, where its differences deflated in haste are smaller than the samples deflated with care: fewer bytes for less time.
    /// </summary>
    private static PngFilters Quick(ReadOnlySpan<byte> samples, PngDifferences differences)
    {
        var plain = Deflated(samples, None.Level);
        if (plain < ShareOfFlat * samples.Length)
        {
            return None;
        }

        var filtered = new PngFilters(differences.SubIsSmaller ? Enums.ForeignPngFilter.Sub : Enums.ForeignPngFilter.Up, 3);
        return Deflated(differences.SubIsSmaller ? differences.Sub : differences.Up, filtered.Level) < plain ? filtered : None;
    }

    private static PngFilters Thorough(ReadOnlySpan<byte> samples, PngDifferences differences, int effort)
    {
        const int haste = 1;
        var kinds = Deflated(differences.SmallerOfEachRow(), haste) < Deflated(samples, haste) ? Enums.ForeignPngFilter.All : None.Kinds;
        return new(kinds, effort < ResizeSpec.MaxEffort ? None.Level : 9);
    }

    private static long Deflated(ReadOnlySpan<byte> bytes, int level)
    {
        using var target = new MemoryStream();
        using (var deflate = new DeflateStream(target, new ZLibCompressionOptions { CompressionLevel = level }, leaveOpen: true))
        {
            deflate.Write(bytes);
        }

        return target.Length;
    }
}
