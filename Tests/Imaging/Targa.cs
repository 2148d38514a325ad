using System.Buffers.Binary;
using System.Text;
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
}
