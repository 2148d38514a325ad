using System.Buffers.Binary;
using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class Bitmap
{
    [Fact]
    public void KeepsItsResolutionUntilItIsStripped()
    {
        var file = Bmp.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3);
        Assert.Equal(file[38..46], Resizing.Resize(file)[38..46]);
        Assert.Equal(new byte[8], Resizing.Resize(file, Resizing.Half with { Strip = true })[38..46]);
    }

    [Fact]
    public void KeepsAPaletteExactlyWhereColoursAreFew()
    {
        byte[] indices = [.. Enumerable.Range(0, 64 * 48).Select(i => (byte)(i / 8 % 5))];
        byte[] colours = [10, 20, 30, 200, 0, 0, 0, 200, 0, 0, 0, 200, 250, 250, 0];
        var file = Bmp.Encode(indices, 64, 48, 1, colours);
        var resized = Resizing.Resize(file, Resizing.Half with { Filter = Filter.Nearest });
        Assert.Equal(8, resized[28]);
        var (before, after) = (Bmp.Decode(file), Bmp.Decode(resized));
        for (var i = 0; i < after.Samples.Length; i++)
        {
            var (pixel, c) = (i / 3, i % 3);
            var (x, y) = ((pixel % 32 * 2) + 1, (pixel / 32 * 2) + 1);
            Assert.Equal(before.Samples[(((y * 64) + x) * 3) + c], after.Samples[i]);
        }
    }

    [Fact]
    public void KeepsItsColourSpaceAndProfile()
    {
        // A BITMAPV5HEADER, with a profile behind the pixels.
        var plain = Bmp.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3);
        byte[] profile = [.. "a profile that nobody reads"u8];
        byte[] file = [.. plain[..54], .. new byte[84], .. plain[54..], .. profile];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 138);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 124);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14 + 56), 0x4D424544);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14 + 108), 4);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14 + 112), file.Length - profile.Length - 14);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14 + 116), profile.Length);

        var resized = Resizing.Resize(file);

        Assert.Equal(file.Length - (Pictures.Samples(3).Length * 3 / 4), resized.Length);
        Assert.Equal(4, BinaryPrimitives.ReadInt32LittleEndian(resized.AsSpan(14 + 108)));
        Assert.Equal(profile, resized[(14 + BinaryPrimitives.ReadInt32LittleEndian(resized.AsSpan(14 + 112)))..]);
    }

    [Fact]
    public void MayStandOnItsHead()
    {
        var file = Bmp.Encode(Pictures.Samples(3), Pictures.Width, Pictures.Height, 3);
        var rows = Enumerable.Range(0, Pictures.Height)
            .SelectMany(y => file[(54 + ((Pictures.Height - 1 - y) * Pictures.Width * 3))..][..(Pictures.Width * 3)]);
        byte[] topDown = [.. file[..54], .. rows];
        BinaryPrimitives.WriteInt32LittleEndian(topDown.AsSpan(22), -Pictures.Height);
        Assert.Equal(Resizing.Resize(file), Resizing.Resize(topDown));
    }

    /// <summary>Windows leaves the fourth byte zero, in the larger headers too: such a pixel is no transparent one.</summary>
    [Theory]
    [InlineData(40)]
    [InlineData(108)]
    public void KeepsItsColoursWhereTheFourthByteIsZero(int headerBytes)
    {
        var samples = Pictures.Samples(4);
        for (var i = 3; i < samples.Length; i += 4)
        {
            samples[i] = 0;
        }

        var plain = Bmp.Encode(samples, Pictures.Width, Pictures.Height, 4);
        byte[] file = [.. plain[..54], .. new byte[headerBytes - 40], .. plain[54..]];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 14 + headerBytes);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), headerBytes);

        var resized = Bmp.Decode(Resizing.Resize(file, Resizing.Half with { Filter = Filter.Nearest })).Samples;

        Assert.Equal(samples[(Pictures.Width + 1) * 4], resized[0]);
        Assert.All(Enumerable.Range(0, resized.Length / 4), pixel => Assert.Equal(0, resized[(4 * pixel) + 3]));
        Assert.Contains(resized, sample => sample > 100);
    }

    /// <summary>A table need not end where the pixels begin, nor say how many colours it has.</summary>
    [Fact]
    public void MayHaveAGapBehindItsColours()
    {
        byte[] entries = [.. Enumerable.Range(0, 16 * 4).Select(i => (byte)(i % 5))];
        var file = Bmp.Encode(entries, 16, 4, 1, [9, 8, 7, 200, 0, 0, 0, 200, 0, 0, 0, 200, 250, 250, 0]);
        byte[] gap = [.. file[..(54 + 1024)], .. new byte[1024], .. file[(54 + 1024)..]];
        BinaryPrimitives.WriteInt32LittleEndian(gap.AsSpan(10), 54 + 2048);
        Assert.Equal(Resizing.Resize(file), Resizing.Resize(gap));
    }

    [Fact]
    public void IsCorruptWhereAPixelHasNoColour()
    {
        var file = Bmp.Encode([.. Enumerable.Range(0, 16 * 4).Select(i => (byte)(i % 6))], 16, 4, 1);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(46), 5);
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file).Reason);
    }
}
