using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Files that do not follow the standard to the letter, and of which every decoder shows the whole picture.</summary>
public sealed class JpegWithHarmlessDeviations
{
    private static readonly byte[] Comment = [0xFF, 0xFE, 0, 7, .. "hello"u8];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(64)]
    public void MayHaveStrayBytesBetweenSegments(int count)
    {
        var plain = Pictures.Jpeg();
        byte[] with = [.. plain[..2], .. Comment, .. plain[2..]];
        byte[] stray = [.. plain[..2], .. Comment, .. new byte[count], .. plain[2..]];
        Assert.Equal(Resizing.Resize(with), Resizing.Resize(stray));
    }

    [Fact]
    public void MayHaveStrayBytesThatLookLikeStuffing()
    {
        var plain = Pictures.Jpeg();
        var tables = plain.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4]);
        Assert.Equal(Resizing.Resize(plain), Resizing.Resize([.. plain[..tables], 0xFF, 0, 0x17, .. plain[tables..]]));
    }

    [Fact]
    public void MayHaveStrayBytesBetweenScans()
    {
        var plain = Pictures.Jpeg(progressive: true);
        var scan = Resizing.Header<JpegHeader>(plain).ScanOffset;
        var tables = scan + plain.AsSpan(scan).IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4]);
        var end = tables + 2 + (plain[tables + 2] << 8) + plain[tables + 3];
        Assert.Equal(Resizing.Resize(plain), Resizing.Resize([.. plain[..end], 0, 0, .. plain[end..]]));
    }

    [Fact]
    public void IsRefusedWithManyStrayBytes()
    {
        var plain = Pictures.Jpeg();
        var failure = Resizing.Refusal([.. plain[..2], .. Comment, .. new byte[65], .. plain[2..]]);
        Assert.Equal(FailureReason.Corrupt, failure.Reason);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MayTellItsHeightBehindTheFirstScan(bool progressive)
    {
        var plain = Pictures.Jpeg(progressive);
        var frame = plain.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, progressive ? (byte)0xC2 : (byte)0xC0]);
        byte[] lines = [0xFF, 0xDC, 0, 4, plain[frame + 5], plain[frame + 6]];
        var end = EndOfFirstScan(plain);
        byte[] unknown = [.. plain[..(frame + 5)], 0, 0, .. plain[(frame + 7)..end]];

        Assert.Equal(Resizing.Resize(plain), Resizing.Resize([.. unknown, .. lines, .. plain[end..]]));
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal([.. unknown, .. plain[end..]]).Reason);
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(unknown).Reason);
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal([.. unknown, .. lines[..4], 0, 0, .. plain[end..]]).Reason);
    }

    private static int EndOfFirstScan(byte[] file)
    {
        var at = Resizing.Header<JpegHeader>(file).ScanOffset + 2;
        while (file[at] != 0xFF || file[at + 1] is 0 or (>= 0xD0 and <= 0xD7))
        {
            at++;
        }

        return at;
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(0, 0, 0x10)]
    [InlineData(1, 62, 0)]
    public void MayHaveScanParametersThatMeanNothing(byte start, byte end, byte approximation)
    {
        var plain = Pictures.Jpeg();
        var other = (byte[])plain.Clone();
        var scan = Resizing.Header<JpegHeader>(plain).ScanOffset;
        ((byte[])[start, end, approximation]).CopyTo(other, scan + 4 + other[scan + 3] - 5);
        Assert.NotEqual(plain, other);
        Assert.Equal(Resizing.Resize(plain), Resizing.Resize(other));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(7)]
    public void MayHaveATransformOfInksInThreeChannels(byte transform)
    {
        var plain = Pictures.Jpeg();
        byte[] adobe = [0xFF, 0xEE, 0, 14, .. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform];
        Assert.Equal(Resizing.Resize(plain), Resizing.Resize([.. plain[..2], .. adobe, .. plain[2..]]));
    }

    [Fact]
    public void MayHaveATransformOfColoursInFourChannels()
    {
        var inks = Pictures.Cmyk(i => i.JpegsaveBuffer(q: 95, keep: Enums.ForeignKeep.None));
        var marker = Resizing.Header<JpegHeader>(inks).Segments.Single(s => s.Marker == 0xEE);
        var transform = marker.Offset + 4 + 11;
        var (usual, unusual) = ((byte[])inks.Clone(), (byte[])inks.Clone());
        usual[transform] = 2;
        unusual[transform] = 1;
        Assert.Equal(Resizing.Resize(usual), Resizing.Resize(unusual));
    }

    [Fact]
    public void MayHaveAnotherVersionOfJfif()
    {
        var plain = Pictures.Jpeg();
        byte[] With(byte version) =>
            [.. plain[..2], 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, version, 1, 1, 0, 72, 0, 72, 0, 0, .. plain[2..]];
        var (usual, unusual) = (Resizing.Resize(With(1)), Resizing.Resize(With(2)));
        Assert.Equal(2, unusual[11]);
        Assert.Equal(usual[12..], unusual[12..]);
    }
}
