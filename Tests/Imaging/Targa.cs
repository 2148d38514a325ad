using System.Buffers.Binary;
using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class Targa
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void KeepsTextRunsAndAlpha(bool runLength)
    {
        var file = Tga.Encode(Pictures.Samples(4), Pictures.Width, Pictures.Height, 4, runLength, "a text");
        var resized = Resizing.Resize(file);
        Assert.Equal((file[0], file[2], file[16], file[17] & 15), (resized[0], resized[2], resized[16], resized[17] & 15));
        Assert.Equal("a text", Encoding.ASCII.GetString(resized, 18, 6));
        Assert.Equal(0, Resizing.Resize(file, Resizing.Half with { Strip = true })[0]);
    }

    [Fact]
    public void KeepsItsExtensionAreaWithoutItsThumbnail()
    {
        var picture = Tga.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3);
        var extension = new byte[495];
        (extension[0], extension[1]) = (495 & 255, 495 >> 8);
        "An author"u8.CopyTo(extension.AsSpan(2));
        BinaryPrimitives.WriteInt32LittleEndian(extension.AsSpan(486), 18);
        byte[] file = [.. picture, .. extension, .. BitConverter.GetBytes(picture.Length), 0, 0, 0, 0, .. "TRUEVISION-XFILE.\0"u8];

        var resized = Resizing.Resize(file);

        Assert.EndsWith("TRUEVISION-XFILE.\0", Encoding.ASCII.GetString(resized), StringComparison.Ordinal);
        var kept = resized.AsSpan(BinaryPrimitives.ReadInt32LittleEndian(resized.AsSpan(resized.Length - 26)), 495);
        Assert.True(kept[2..].StartsWith("An author"u8));
        Assert.Equal(0, BinaryPrimitives.ReadInt32LittleEndian(kept[486..]));
    }

    /// <summary>
    /// Many programs write alpha and do not say so: what the fourth channel means is not known, and it is resized by itself.
    /// </summary>
    [Fact]
    public void KeepsAFourthChannelThatItDoesNotCallAlpha()
    {
        var file = Tga.Encode(Pictures.Samples(4), Pictures.Width, Pictures.Height, 4);
        file[17] &= 0xF0;

        var resized = Resizing.Resize(file, Resizing.Half with { Filter = Filter.Nearest });

        var (before, after) = (Tga.Decode(file).Samples, Tga.Decode(resized).Samples);
        Assert.Equal(0, resized[17] & 15);
        for (var i = 0; i < after.Length; i++)
        {
            var (pixel, channel) = (i / 4, i % 4);
            var (x, y) = ((pixel % (Pictures.Width / 2) * 2) + 1, (pixel / (Pictures.Width / 2) * 2) + 1);
            Assert.Equal(before[(((y * Pictures.Width) + x) * 4) + channel], after[i]);
        }
    }

    [Fact]
    public void MayHaveRemainsOfAColourTableInItsHeader()
    {
        var file = Tga.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3);
        var remains = (byte[])file.Clone();
        (remains[5], remains[7]) = (40, 24);
        Assert.Equal(Resizing.Resize(file), Resizing.Resize(remains));
    }

    /// <summary>TGA 2.0: a run ends with its row. All of one colour, each row is one run.</summary>
    [Fact]
    public void HasRunsThatEndWithTheirRows()
    {
        var file = Tga.Encode(new byte[8 * 6 * 3], 8, 6, 3, runLength: true);
        Assert.Equal([0x83, 0, 0, 0, 0x83, 0, 0, 0, 0x83, 0, 0, 0], Resizing.Resize(file)[18..]);
    }

    [Theory]
    [InlineData(2, 9, "kind 9")]
    [InlineData(2, 32, "kind 32")]
    [InlineData(16, 8, "8 bits a pixel")]
    [InlineData(17, 0x21, "bits of alpha")]
    [InlineData(17, 0x60, "interleaved")]
    public void IsRefusedByNameWhereItWouldNotComeOutAsItWentIn(int at, byte value, string name)
    {
        byte[] footer = [0, 0, 0, 0, 0, 0, 0, 0, .. "TRUEVISION-XFILE.\0"u8];
        byte[] file = [.. Tga.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3), .. footer];
        file[at] = value;
        Refused(file, name);
    }

    [Fact]
    public void WithADevelopersAreaIsRefusedByName() => Refused(
        [
            .. Tga.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3),
            0, 0, 0, 0, 18, 0, 0, 0, .. "TRUEVISION-XFILE.\0"u8,
        ],
        "developer's area");

    /// <summary>Rows may come from either end, and pixels of a row, too: the new file has one order.</summary>
    [Theory]
    [InlineData(0x00)]
    [InlineData(0x10)]
    [InlineData(0x20)]
    [InlineData(0x30)]
    public void MayBeginInAnyCorner(byte corner)
    {
        var samples = Pictures.Samples(3);
        var pixels = samples.Chunk(3).Chunk(Pictures.Width).ToArray();
        var rows = (corner & 0x10) == 0 ? pixels : [.. pixels.Select(row => row.Reverse().ToArray())];
        byte[] turned = [.. ((corner & 0x20) == 0 ? rows.Reverse() : rows).SelectMany(row => row.SelectMany(pixel => pixel))];
        var file = Tga.Encode(turned, Pictures.Width, Pictures.Height, 3);
        file[17] = corner;
        var after = Resizing.Resize(file);
        Assert.Equal(0, after[17] & 0x30);
        var expected = Resizing.Resize(Tga.Encode(samples, Pictures.Width, Pictures.Height, 3));
        Assert.Equal(Tga.Decode(expected).Samples, Tga.Decode(after).Samples);
    }

    private static void Refused(byte[] file, string name)
    {
        var failure = Resizing.Refusal(file);
        Assert.Equal(FailureReason.Unsupported, failure.Reason);
        Assert.Contains(name, failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void PacksPixelsThatDifferTogether()
    {
        byte[] samples = [.. Enumerable.Range(0, 16 * 2).Select(i => (byte)(i % 16 < 8 ? i % 16 * 9 : 200))];
        var resized = Resizing.Resize(Tga.Encode(samples, 16, 2, 1, runLength: true), Resizing.Half with { Filter = Filter.Nearest });
        Assert.Equal([3, 9, 27, 45, 63, 0x83, 200], resized[18..]);
    }
}
