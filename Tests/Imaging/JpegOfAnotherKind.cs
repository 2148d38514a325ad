using System.Buffers.Binary;
using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>JPEGs that the codec does not read, or would not write again: each is refused by its name, with what to do.</summary>
public sealed class JpegOfAnotherKind
{
    private const int Progressive = 0xC2;
    private const int PrecisionAt = 4;
    private const int WidthAt = 7;
    private const int ComponentsAt = 9;

    [Theory]
    [InlineData(0xC3, "a lossless JPEG", "PNG")]
    [InlineData(0xC5, "hierarchical", "PNG")]
    [InlineData(0xC6, "hierarchical", "PNG")]
    [InlineData(0xC7, "hierarchical", "PNG")]
    [InlineData(0xC9, "arithmetic coding", "jpegtran")]
    [InlineData(0xCA, "arithmetic coding", "jpegtran")]
    [InlineData(0xCB, "arithmetic coding", "jpegtran")]
    public void OfCodingIsRefusedByName(int marker, string name, string advice)
    {
        var file = Pictures.Jpeg(progressive: true);
        file[Frame(file) + 1] = (byte)marker;
        Refused(file, FailureReason.Unsupported, name, advice);
    }

    [Theory]
    [InlineData(0xCC, "arithmetic coding")]
    [InlineData(0xDE, "hierarchical")]
    [InlineData(Progressive, "hierarchical")]
    public void OfASegmentIsRefusedByName(int marker, string name)
    {
        var file = Pictures.Jpeg(progressive: true);
        var frame = Frame(file);
        var length = 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(frame + 2));
        var before = marker == Progressive ? frame + length : frame;
        byte[] segment = [0xFF, (byte)marker, .. file[(frame + 2)..(frame + length)]];
        Refused([.. file[..before], .. segment, .. file[before..]], FailureReason.Unsupported, name);
    }

    [Theory]
    [InlineData(PrecisionAt, 12, "12 bits a sample", "16 bits")]
    [InlineData(PrecisionAt, 16, "16 bits a sample", "16 bits")]
    [InlineData(ComponentsAt, 2, "2 components", "TIFF")]
    [InlineData(ComponentsAt, 5, "5 components", "TIFF")]
    public void OfSamplesIsRefusedByName(int at, int value, string name, string advice)
    {
        var file = Pictures.Jpeg(progressive: true);
        file[Frame(file) + at] = (byte)value;
        Refused(file, FailureReason.Unsupported, name, advice);
    }

    [Theory]
    [InlineData(65_501)]
    [InlineData(65_535)]
    public void OfTooManyPixelsASideIsTooLarge(int width)
    {
        var file = Pictures.Jpeg(progressive: true);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(Frame(file) + WidthAt), (ushort)width);
        Refused(file, FailureReason.TooLarge, "65500 a side");
    }

    private static int Frame(byte[] file) => file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, Progressive]);

    private static void Refused(byte[] file, FailureReason reason, params string[] words)
    {
        var failure = Resizing.Refusal(file);
        Assert.Equal(reason, failure.Reason);
        Assert.All(words, word => Assert.Contains(word, failure.Detail, StringComparison.Ordinal));
    }
}
