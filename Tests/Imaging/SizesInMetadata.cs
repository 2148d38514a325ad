using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats;
using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class SizesInMetadata
{
    private const string Packet =
        """
        <?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:t='http://ns.adobe.com/tiff/1.0/' t:ImageWidth = '{w}'
          xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"
          GPano:CroppedAreaImageWidthPixels="{w}" GPano:FullPanoWidthPixels="{2w}" GPano:CroppedAreaLeftPixels="{x}"/>
        <rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/">
          <tiff:ImageLength>{h}</tiff:ImageLength><exif:PixelXDimension>{w}</exif:PixelXDimension>
          <!-- <exif:PixelYDimension>120</exif:PixelYDimension> --><exif:PixelYDimension>{h}</exif:PixelYDimension>
          <exif:FocalPlaneXResolution>{f}/1</exif:FocalPlaneXResolution>
          <exif:SubjectArea><rdf:Seq><rdf:li>{x}</rdf:li><rdf:li>{y}</rdf:li></rdf:Seq></exif:SubjectArea>
          <GPano:CroppedAreaTopPixels xmlns:GPano="http://ns.google.com/photos/1.0/panorama/">{y}</GPano:CroppedAreaTopPixels>
        </rdf:Description>
        <rdf:Description xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
          xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#">
          <mwg-rs:Regions><rdf:Description>
            <mwg-rs:AppliedToDimensions stDim:w="{w}" stDim:h="{h}" stDim:unit="pixel"/>
          </rdf:Description></mwg-rs:Regions>
        </rdf:Description>
        <rdf:Description xmlns:xmpTPg="http://ns.adobe.com/xap/1.0/t/pg/" xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/Dimensions#">
          <xmpTPg:MaxPageSize stDim:w="120" stDim:h="80" stDim:unit="inch"/>
        </rdf:Description>
        <rdf:Description xmlns:other="urn:other" other:ImageWidth="120"/>
        </rdf:RDF></x:xmpmeta>
        """;

    private const string PacketEnd = "<?xpacket end='w'?>";

    private static ReadOnlySpan<byte> XmpName => "http://ns.adobe.com/xap/1.0/\0"u8;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AreRightInTheExifOfAJpeg(bool littleEndian)
    {
        var resized = Resizing.Resize(WithSegment(Pictures.Jpeg(), [.. "Exif\0\0"u8, .. Before(littleEndian)]));
        Assert.True(resized.AsSpan(4).StartsWith((ReadOnlySpan<byte>)[0, 204, .. "Exif\0\0"u8, .. After(littleEndian)]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AreRightByTheRatioOfEachAxis(bool littleEndian)
    {
        // 120 × 80 to 101 × 67.
        var spec = new ResizeSpec { Scaling = new Scaling.ToFit(null, 67) };
        var before = ExifBlock.Build(littleEndian, 120, 80, [60, 40, 12, 8], [1200, 800]);
        var resized = Resizing.Resize(WithSegment(Pictures.Jpeg(), [.. "Exif\0\0"u8, .. before]), spec);
        var after = ExifBlock.Build(littleEndian, 101, 67, [51, 34, 10, 7], [1010, 670]);
        Assert.True(resized.AsSpan(4).StartsWith((ReadOnlySpan<byte>)[0, 204, .. "Exif\0\0"u8, .. after]));
    }

    [Fact]
    public void AreRightWhereTheyAreSigned()
    {
        var (before, after) = (Before(littleEndian: true), After(littleEndian: true));
        foreach (var block in (byte[][])[before, after])
        {
            // PixelYDimension, the third tag of EXIF's directory.
            Assert.Equal([0x03, 0xA0, 4], block[76..79]);
            block[78] = 9;
        }

        ExifTags.WriteSize(before, new(Pictures.Width, Pictures.Height, Pictures.Width / 2, Pictures.Height / 2));
        Assert.Equal(after, before);
    }

    [Fact]
    public void AreRightWhenTheyNeedMoreBytesThanTheyHad()
    {
        // A SHORT holds 65,535; what grows beyond it becomes a LONG, and SubjectArea, whose values have no more room, goes.
        var exif = Before(littleEndian: true);
        ExifTags.WriteSize(exif, new(Pictures.Width, Pictures.Height, Pictures.Width * 2000, Pictures.Height * 2000));
        Assert.Equal(5, exif[50]);
        Assert.Equal([0x02, 0xA0, 4, 0, 1, 0, 0, 0, .. BitConverter.GetBytes(240_000)], exif[52..64]);
        Assert.Equal(240_000u, BinaryPrimitives.ReadUInt32LittleEndian(exif.AsSpan(152 + 2 + 8)));
        Assert.Equal(160_000u, BinaryPrimitives.ReadUInt32LittleEndian(exif.AsSpan(152 + 14 + 8)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AreRightInTheExifOfAPng(bool littleEndian)
    {
        var resized = Resizing.Resize(WithChunk(Pictures.Png(), "eXIf"u8, Before(littleEndian)));
        var chunk = Resizing.Header<PngHeader>(resized).Chunks.Single(c => c.Name is "eXIf");
        Assert.Equal(After(littleEndian), resized[(chunk.Offset + 8)..(chunk.Offset + chunk.Length - 4)]);
        Assert.True(PngChunks.IsIntact(resized.AsSpan(chunk.Offset, chunk.Length)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AreRightInTheExifOfAWebP(bool littleEndian)
    {
        var resized = Resizing.Resize(WithWebPChunk(Pictures.WebP(), "EXIF"u8, Before(littleEndian)));
        Assert.True(resized.AsSpan().IndexOf(After(littleEndian)) > 0);
    }

    [Fact]
    public void AreRightInTheXmpOfAJpeg()
    {
        var resized = Resizing.Resize(WithSegment(Pictures.Jpeg(), [.. XmpName, .. Xmp(120, 80, 3000, 50, 20)]));
        var length = (resized[4] << 8) | resized[5];
        Assert.Equal([.. XmpName, .. Xmp(60, 40, 1500, 25, 10)], resized[6..(4 + length)]);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(200_000)]
    [SuppressMessage("Security", "CA5351", Justification = "The standard names MD5.")]
    public void AreRightInTheExtendedXmpOfAJpeg(int notes)
    {
        byte[] Extended(int width, int height, int focalPlane, int x, int y) => Encoding.UTF8.GetBytes(Packet
            .Replace("{w}", $"{width}", StringComparison.Ordinal)
            .Replace("{2w}", $"{width * 2}", StringComparison.Ordinal)
            .Replace("{h}", $"{height}", StringComparison.Ordinal)
            .Replace("{f}", $"{focalPlane}", StringComparison.Ordinal)
            .Replace("{x}", $"{x}", StringComparison.Ordinal)
            .Replace("{y}", $"{y}", StringComparison.Ordinal) + $"<!--{new string('n', notes)}-->");
        byte[][] Segments(byte[] packet)
        {
            var digest = Convert.ToHexString(MD5.HashData(packet));
            var main = $"""<x xmlns:note="http://ns.adobe.com/xmp/note/" note:HasExtendedXMP = '{digest}' />""";
            const int most = 65_533 - 35 - 40;
            return
            [
                JpegFiles.Xmp(main),
                .. packet.Chunk(most).Select((part, i) => JpegFiles.Segment(0xE1,
                [
                    .. "http://ns.adobe.com/xmp/extension/\0"u8, .. Encoding.ASCII.GetBytes(digest),
                    .. BitConverter.GetBytes(packet.Length).Reverse(), .. BitConverter.GetBytes(i * most).Reverse(), .. part,
                ])),
            ];
        }

        var (before, after) = (Segments(Extended(120, 80, 3000, 50, 20)), Segments(Extended(60, 40, 1500, 25, 10)));
        var resized = JpegFiles.With(Resizing.Resize(Pictures.Jpeg()), after);
        Assert.Equal(resized, Resizing.Resize(JpegFiles.With(Pictures.Jpeg(), before)));

        // The parts may come in any order, and before the packet that names them.
        Assert.Equal(
            JpegFiles.With(Resizing.Resize(Pictures.Jpeg()), [.. after.Skip(1), after[0]]),
            Resizing.Resize(JpegFiles.With(Pictures.Jpeg(), [.. before.Skip(1).Reverse(), before[0]])));

        // A packet of which a part is missing stays as it is.
        var missing = JpegFiles.With(Pictures.Jpeg(), before[..^1]);
        Assert.Equal(JpegFiles.With(Resizing.Resize(Pictures.Jpeg()), before[..^1]), Resizing.Resize(missing));
    }

    [Fact]
    public void AreRightInXmpWithoutPadding()
    {
        byte[] Bare(int width, int height, int focalPlane, int x, int y) => Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(Xmp(width, height, focalPlane, x, y)).Replace(PacketEnd, "", StringComparison.Ordinal).TrimEnd());
        var before = Bare(120, 80, 3000, 50, 20);
        Assert.Equal(Bare(60, 40, 1500, 25, 10), XmpSizes.Write(before, new(120, 80, 60, 40)));
        Assert.Equal(before, XmpSizes.Write(before, new(120, 80, 120, 80)));
        Assert.Equal(Bare(1200, 800, 30000, 500, 200), XmpSizes.Write(before, new(120, 80, 1200, 800)));
    }

    [Fact]
    public void AreRightInTheXmpOfAPng()
    {
        byte[] keyword = [.. "XML:com.adobe.xmp"u8, 0, 0, 0, 0, 0];
        var resized = Resizing.Resize(WithChunk(Pictures.Png(), "iTXt"u8, [.. keyword, .. Xmp(120, 80, 3000, 50, 20)]));
        var chunk = Resizing.Header<PngHeader>(resized).Chunks.Single(c => c.Name is "iTXt");
        Assert.Equal([.. keyword, .. Xmp(60, 40, 1500, 25, 10)], resized[(chunk.Offset + 8)..(chunk.Offset + chunk.Length - 4)]);
        Assert.True(PngChunks.IsIntact(resized.AsSpan(chunk.Offset, chunk.Length)));
    }

    [Fact]
    public void AreRightInTheXmpOfAWebP()
    {
        var resized = Resizing.Resize(WithWebPChunk(Pictures.WebP(), "XMP "u8, Xmp(120, 80, 3000, 50, 20)));
        Assert.True(resized.AsSpan().IndexOf(Xmp(60, 40, 1500, 25, 10)) > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AreRightInTheExifAndXmpOfATiff(bool big)
    {
        var xmp = Xmp(120, 80, 3000, 50, 20);
        var file = Pictures.Encode(image =>
        {
            using var described = image.Mutate(m => m.Set(GValue.BlobType, "xmp-data", xmp));
            return described.TiffsaveBuffer(compression: Enums.ForeignTiffCompression.Lzw, bigtiff: big);
        });
        file = WithExifDirectory(file, big);
        var resized = Resizing.Resize(file);
        var tiff = TiffFile.Read(resized);
        var bytes = new HeaderBytes(resized, littleEndian: true);
        var inner = TiffFile.ReadDirectory(bytes, big, TiffFile.Values(bytes, tiff.Pages[0], TiffTag.ExifIfd)[0], out _);
        Assert.Equal(60, TiffFile.Value(bytes, inner, (TiffTag)0xA002, 0));
        Assert.Equal(40, TiffFile.Value(bytes, inner, (TiffTag)0xA003, 0));
        Assert.Equal([60L, 40], TiffFile.Values(bytes, inner, (TiffTag)0x9214));
        Assert.True(resized.AsSpan().IndexOf(Xmp(60, 40, 1500, 25, 10)) > 0);
    }

    private static byte[] Before(bool littleEndian) =>
        ExifBlock.Build(littleEndian, Pictures.Width, Pictures.Height, [60, 40, 20, 10], [3000, 2000]);

    private static byte[] After(bool littleEndian) =>
        ExifBlock.Build(littleEndian, Pictures.Width / 2, Pictures.Height / 2, [30, 20, 10, 5], [1500, 1000]);

    private static byte[] Xmp(int width, int height, int focalPlane, int x, int y)
    {
        var packet = Packet
            .Replace("{w}", $"{width}", StringComparison.Ordinal)
            .Replace("{2w}", $"{width * 2}", StringComparison.Ordinal)
            .Replace("{h}", $"{height}", StringComparison.Ordinal)
            .Replace("{f}", $"{focalPlane}", StringComparison.Ordinal)
            .Replace("{x}", $"{x}", StringComparison.Ordinal)
            .Replace("{y}", $"{y}", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(packet.PadRight(Packet.Length + 50) + PacketEnd);
    }

    private static byte[] WithSegment(byte[] jpeg, byte[] body) =>
        [.. jpeg[..2], 0xFF, 0xE1, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body, .. jpeg[2..]];

    private static byte[] WithChunk(byte[] png, ReadOnlySpan<byte> name, byte[] data)
    {
        using var chunk = new MemoryStream();
        PngChunks.Write(chunk, name, data);
        return [.. png[..33], .. chunk.ToArray(), .. png[33..]];
    }

    private static byte[] WithWebPChunk(byte[] webp, ReadOnlySpan<byte> name, byte[] data)
    {
        byte[] file = [.. webp, .. name, .. BitConverter.GetBytes(data.Length), .. data, .. new byte[data.Length & 1]];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    /// <summary>Appends the first directory once more, with an EXIF directory.</summary>
    private static byte[] WithExifDirectory(byte[] tiff, bool big)
    {
        var word = big ? 8 : 4;
        var first = big
            ? (int)BinaryPrimitives.ReadInt64LittleEndian(tiff.AsSpan(8))
            : BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(4));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(first));
        var entryBytes = 4 + 2 * word;
        var entries = first + (big ? 8 : 2);
        var place = tiff.Length + (tiff.Length & 1);
        byte[] Number(long value) => BitConverter.GetBytes(value)[..word];
        byte[] Count(int value) => BitConverter.GetBytes((long)value)[..(big ? 8 : 2)];
        byte[] Entry(int tag, int kind, int many, long value) =>
            [.. BitConverter.GetBytes((ushort)tag), .. BitConverter.GetBytes((ushort)kind), .. Number(many), .. Number(value)];
        byte[] inner =
        [
            .. Count(3), .. Entry(0x9214, 3, 2, 120 | (80 << 16)), .. Entry(0xA002, 3, 1, 120), .. Entry(0xA003, 4, 1, 80), .. Number(0),
        ];
        var outer = place + inner.Length;
        byte[] file =
        [
            .. tiff, .. new byte[tiff.Length & 1], .. inner, .. Count(count + 1),
            .. tiff[entries..(entries + (entryBytes * count))], .. Entry(0x8769, big ? 16 : 4, 1, place), .. Number(0),
        ];
        Number(outer).CopyTo(file, big ? 8 : 4);
        return file;
    }
}
