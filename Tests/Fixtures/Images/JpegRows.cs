using System.Runtime.Intrinsics.X86;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;
using ImgCompress.Engine.Imaging.Pixels;
using ImgCompress.Engine.Imaging.Vips;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>The rows of a JPEG by the program's own decoder and by libjpeg's, which must be the same.</summary>
internal static class JpegRows
{
    /// <summary>By libjpeg, as the program has it called.</summary>
    /// <exception cref="RefusedException">libjpeg refuses the file, or warned by now.</exception>
    public static VipsRowSource OpenByLibjpeg(byte[] file, ImageHeader header) => VipsRowSource.Open(
        file, header, "jpegload_source", new() { { "access", Enums.Access.Sequential }, { "fail_on", Enums.FailOn.Warning } });

    /// <summary>The header of a file; the original's where it does not read, so that its rows can be asked for all the same.</summary>
    public static JpegHeader HeaderOr(JpegHeader original, byte[] file)
    {
        try
        {
            return JpegReader.Read(file);
        }
        catch (RefusedException)
        {
            return original;
        }
    }

    /// <summary>All samples by the program's own decoder; null where it leaves the file to libjpeg.</summary>
    public static byte[]? Own(byte[] file, ImageHeader header)
    {
        using var rows = ProgressiveRowSource.TryOpen(file, header.Shape, TestContext.Current.CancellationToken);
        return rows is null ? null : ReadAll(rows);
    }

    /// <summary>The program's own decoder takes the file, and its rows are libjpeg's.</summary>
    public static void AssertAccepted(byte[] file)
    {
        Assert.SkipUnless(Avx2.IsSupported && Bmi2.X64.IsSupported, "the program decodes by itself where there is AVX2");
        var header = JpegReader.Read(file);
        var actual = Own(file, header);
        Assert.True(actual is not null, "the file is left to libjpeg");
        Assert.Null(Difference(actual, file, header));
    }

    /// <summary>
    /// The program's own decoder leaves each file to libjpeg, or libjpeg takes it as well, without a warning, and the rows are the same.
    /// </summary>
    /// <param name="files">Each with what was done to it.</param>
    /// <param name="original">The header of what they were before, for those whose own does not read.</param>
    /// <returns>How many the decoder takes.</returns>
    public static int AssertSameIfAccepted(IEnumerable<(string What, byte[] File)> files, JpegHeader original)
    {
        var accepted = 0;
        var wrong = new List<(string What, string Difference)>();
        foreach (var (what, file) in files)
        {
            var header = HeaderOr(original, file);
            // A flipped bit of its size makes a picture of millions of pixels: nothing else comes of that.
            if (header.Pixels <= 16 * original.Pixels && Own(file, header) is { } actual)
            {
                accepted++;
                if (Difference(actual, file, header) is { } difference)
                {
                    wrong.Add((what, difference));
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.DistinctBy(w => w.Difference).Select(w => $"{w.What}: {w.Difference}")));
        return accepted;
    }

    /// <summary>What libjpeg makes of the file that is not as here; null of nothing.</summary>
    private static string? Difference(byte[] actual, byte[] file, ImageHeader header)
    {
        try
        {
            using var rows = OpenByLibjpeg(file, header);
            var expected = ReadAll(rows);
            var same = expected.AsSpan().CommonPrefixLength(actual);
            var (y, x) = Math.DivRem(same, header.Shape.RowBytes);
            return same == expected.Length ? null : $"sample {x} of row {y} is {actual[same]}, by libjpeg {expected[same]}";
        }
        catch (RefusedException refused)
        {
            return $"libjpeg refuses what is accepted: {refused.Failure.Detail}";
        }
    }

    private static byte[] ReadAll(DecodedImage rows)
    {
        var samples = new byte[rows.Shape.Height * rows.Shape.RowBytes];
        for (var y = 0; y < rows.Shape.Height; y++)
        {
            rows.ReadRow(samples.AsSpan(y * rows.Shape.RowBytes, rows.Shape.RowBytes));
        }

        rows.Close();
        return samples;
    }
}
