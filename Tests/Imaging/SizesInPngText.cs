using System.IO.Compression;
using System.Text;
using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Sizes in the text chunks and page chunks that programs give a PNG.</summary>
public sealed class SizesInPngText
{
    public static TheoryData<string, bool> Texts
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var profile in (string[])["exif", "APP1", "app1, xmp", "xmp"])
            {
                data.Add(profile, false);
                data.Add(profile, true);
            }

            return data;
        }
    }

    [Fact]
    public void AreRightInCompressedXmp()
    {
        byte[] head = [.. "XML:com.adobe.xmp"u8, 0, 1, 0, .. "en"u8, 0, 0];
        var resized = Resized("iTXt", [.. head, .. Packed(Xmp(120, 80))]);
        Assert.Equal(head, resized[..head.Length]);
        Assert.Equal(Xmp(60, 40), Unpacked(resized[head.Length..]));
    }

    [Fact]
    public void AreRightInXmpThatNamesItsLanguage()
    {
        byte[] head = [.. "XML:com.adobe.xmp"u8, 0, 0, 0, .. "x-default"u8, 0, .. "XMP"u8, 0];
        Assert.Equal([.. head, .. Xmp(60, 40)], Resized("iTXt", [.. head, .. Xmp(120, 80)]));
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public void AreRightInAHexadecimalProfile(string profile, bool compressed)
    {
        var (before, after) = (Profile(profile, 120, 80), Profile(profile, 60, 40));
        byte[] keyword = [.. Encoding.ASCII.GetBytes($"Raw profile type {profile.Split(',')[0]}"), 0];
        if (compressed)
        {
            var resized = Resized("zTXt", [.. keyword, 0, .. Packed(before)]);
            Assert.Equal([.. keyword, 0], resized[..(keyword.Length + 1)]);
            Assert.Equal(after, Unpacked(resized[(keyword.Length + 1)..]));
        }
        else
        {
            Assert.Equal([.. keyword, .. after], Resized("tEXt", [.. keyword, .. before]));
            Assert.Equal([.. keyword, 0, 0, 0, 0, .. after], Resized("iTXt", [.. keyword, 0, 0, 0, 0, .. before]));
        }
    }

    [Theory]
    [InlineData("exif:PixelXDimension", "120", "60")]
    [InlineData("exif:ExifImageLength", "80", "40")]
    [InlineData("exif:ExifImageWidth", "119", "60")]
    [InlineData("exif:FocalPlaneXResolution", "3000/1", "1500/1")]
    [InlineData("exif:PixelXDimension", "none", "60")]
    [InlineData("exif:ISOSpeedRatings", "120", "120")]
    [InlineData("Thumb::Image::Width", "120", "120")]
    [InlineData("Comment", "120 80", "120 80")]
    public void AreRightInTheTagsThatImageMagickWrites(string keyword, string before, string after) => Assert.Equal(
        Encoding.ASCII.GetBytes($"{keyword}\0{after}"), Resized("tEXt", Encoding.ASCII.GetBytes($"{keyword}\0{before}")));

    [Theory]
    [InlineData("oFFs", "00000010FFFFFFF000", "00000008FFFFFFF800")]
    [InlineData("oFFs", "00000010FFFFFFF001", "00000010FFFFFFF001")]
    [InlineData("vpAg", "000000780000005000", "0000003C0000002800")]
    [InlineData("caNv", "000000F0000000A00000001400000015", "0000007800000050" + "0000000A0000000B")]
    public void AreRightWhereThePictureLiesOnAPage(string name, string before, string after) =>
        Assert.Equal(after, Convert.ToHexString(Resized(name, Convert.FromHexString(before))));

    /// <summary>What cannot be read is carried as it is.</summary>
    [Theory]
    [InlineData("zTXt", "Raw profile type exif\0")]
    [InlineData("zTXt", "Raw profile type exif\0\0not packed")]
    [InlineData("zTXt", "no end of the keyword")]
    [InlineData("iTXt", "XML:com.adobe.xmp\0")]
    [InlineData("iTXt", "XML:com.adobe.xmp\0\u0001\0\0\0broken")]
    [InlineData("iTXt", "XML:com.adobe.xmp\0\0\0no end of the language")]
    [InlineData("tEXt", "Raw profile type exif\0")]
    [InlineData("tEXt", "Raw profile type exif\0\nexif\n")]
    [InlineData("tEXt", "Raw profile type exif\0\nexif\n       x\n00")]
    [InlineData("tEXt", "Raw profile type exif\0\nexif\n       9\n4949")]
    [InlineData("tEXt", "Raw profile type exif\0\nexif\n       2\n494")]
    [InlineData("tEXt", "Raw profile type iptc\0\niptc\n       2\n1c02\n")]
    public void AreLeftInWhatCannotBeRead(string name, string text) =>
        Assert.Equal(Encoding.Latin1.GetBytes(text), Resized(name, Encoding.Latin1.GetBytes(text)));

    private static byte[] Profile(string kind, int width, int height)
    {
        var exif = width == 120
            ? ExifBlock.Build(true, width, height, [60, 40, 20, 10], [3000, 2000])
            : ExifBlock.Build(true, width, height, [30, 20, 10, 5], [1500, 1000]);
        byte[] profile = kind switch
        {
            "xmp" => Xmp(width, height),
            "app1, xmp" => [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Xmp(width, height)],
            "exif" => exif,
            _ => [.. "Exif\0\0"u8, .. exif],
        };
        var length = profile.Length.ToString(System.Globalization.CultureInfo.InvariantCulture).PadLeft(8);
        var text = new StringBuilder($"\n{kind.Split(',')[0]}\n{length}\n");
        foreach (var line in profile.Chunk(36))
        {
            text.Append(Convert.ToHexStringLower(line)).Append('\n');
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static byte[] Xmp(int width, int height) => Encoding.ASCII.GetBytes(
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF>"
        + $"<rdf:Description tiff:ImageWidth='{width}' exif:PixelYDimension='{height}'/>"
        + "</rdf:RDF></x:xmpmeta>");

    /// <summary>The chunk's data in a PNG that was halved.</summary>
    private static byte[] Resized(string name, byte[] data)
    {
        var png = Apngs.Chunks(Pictures.Png());
        png.Insert(1, (name, data));
        var resized = Resizing.Resize(Apngs.Join(png));
        var chunk = Resizing.Header<PngHeader>(resized).Chunks.Single(c => c.Name == name);
        Assert.True(PngChunks.IsIntact(resized.AsSpan(chunk.Offset, chunk.Length)));
        return resized[(chunk.Offset + 8)..(chunk.Offset + chunk.Length - 4)];
    }

    private static byte[] Packed(byte[] text)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(text);
        }

        return packed.ToArray();
    }

    private static byte[] Unpacked(byte[] packed)
    {
        using var text = new MemoryStream();
        using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
        zlib.CopyTo(text);
        return text.ToArray();
    }
}
