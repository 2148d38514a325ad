using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Images;

/// <summary>JPEG files of several parts, as phones and cameras write them, put together by hand.</summary>
internal static class JpegFiles
{
    /// <summary>Pixels across and down of the gain maps.</summary>
    public const int MapWidth = Pictures.Width / 2;
    public const int MapHeight = Pictures.Height / 2;

    public const string MapXmp =
        """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" hdrgm:Version="1.0" hdrgm:GainMapMax="2.5"/>
        </rdf:RDF></x:xmpmeta>
        """;

    public const string AppleXmp =
        """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description xmlns:apdi="http://ns.apple.com/pixeldatainfo/1.0/"
          xmlns:HDRGainMap="http://ns.apple.com/HDRGainMap/1.0/">
        <apdi:AuxiliaryImageType>urn:com:apple:photo:2020:aux:hdrgainmap</apdi:AuxiliaryImageType>
        <HDRGainMap:HDRGainMapVersion>65536</HDRGainMap:HDRGainMapVersion></rdf:Description></rdf:RDF></x:xmpmeta>
        """;

    /// <summary>An MP4's boxes: its type, some free space, and data that look like a JPEG and like another box.</summary>
    public static byte[] Video { get; } =
    [
        0, 0, 0, 24, .. "ftypmp42\0\0\0\0isommp42"u8, 0, 0, 0, 12, .. "free"u8, 1, 2, 3, 4,
        0, 0, 0, 48, .. "mdat"u8, 0xFF, 0xD8, 0xFF, 0xE0, .. "\0\0\0\x10moov"u8, .. new byte[28],
    ];

    public static byte[] IsoBlock { get; } = Segment(0xE2, [.. "urn:iso:std:iso:ts:21496:-1\0"u8, 0, 0, 0, 0, 0x40, 1, 2, 3]);

    public static byte[] Segment(byte marker, byte[] body) =>
        [0xFF, marker, (byte)((body.Length + 2) >> 8), (byte)(body.Length + 2), .. body];

    public static byte[] Xmp(string packet) => Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0"u8, .. Encoding.UTF8.GetBytes(packet)]);

    public static byte[] With(byte[] jpeg, params byte[][] segments) => [.. jpeg[..2], .. segments.SelectMany(s => s), .. jpeg[2..]];

    public static byte[] Map(int channels = 1, int quality = 90, bool progressive = false, params byte[][] segments) => With(
        Pictures.Encode(
            image =>
            {
                using var small = image.Subsample(2, 2);
                return small.JpegsaveBuffer(
                    q: quality, interlace: progressive, subsampleMode: Enums.ForeignSubsample.Off, keep: Enums.ForeignKeep.None);
            },
            channels),
        segments.Length == 0 ? [Xmp(MapXmp)] : segments);

    /// <summary>A main picture with an MPF index behind the given segments, and further pictures with what stands before each.</summary>
    /// <param name="littleEndian">The index's byte order.</param>
    /// <param name="segments">Before the index.</param>
    /// <param name="pictures">MP type, bytes before, picture.</param>
    public static byte[] Indexed(bool littleEndian, byte[][] segments, params (uint Type, byte[] Before, byte[] Picture)[] pictures)
    {
        var index = Index(littleEndian, pictures.Length + 1);
        var main = With(Pictures.Jpeg(), [.. segments, index, IsoVersion]);
        var tiff = 2 + segments.Sum(s => s.Length) + 8;
        var table = tiff + 50;
        Put(main, table, 0x030000, littleEndian);
        Put(main, table + 4, main.Length, littleEndian);
        var file = new List<byte>(main);
        for (var i = 0; i < pictures.Length; i++)
        {
            file.AddRange(pictures[i].Before);
            Put(main, table + 16 * (i + 1), (int)pictures[i].Type, littleEndian);
            Put(main, table + 16 * (i + 1) + 4, pictures[i].Picture.Length, littleEndian);
            Put(main, table + 16 * (i + 1) + 8, file.Count - tiff, littleEndian);
            file.AddRange(pictures[i].Picture);
        }

        return [.. main, .. file.Skip(main.Length)];
    }

    /// <summary>ISO 21496-1's segment in a main picture: its version alone.</summary>
    public static byte[] IsoVersion { get; } = Segment(0xE2, [.. "urn:iso:std:iso:ts:21496:-1\0"u8, 0, 0, 0, 0]);

    /// <summary>Android's Ultra HDR: XMP with a directory of items, the index, and the map.</summary>
    public static byte[] UltraHdr(byte[] map, bool littleEndian = false, int primaryLength = 0, params byte[][] behind)
    {
        var video = behind.Length > 0 ? behind[0].Length : 0;
        return
        [
            .. Indexed(littleEndian, [Xmp(Directory(primaryLength, 0, ("GainMap", map.Length), ("MotionPhoto", video)))], (0, [], map)),
            .. behind.SelectMany(b => b),
        ];
    }

    /// <summary>XMP with a Container:Directory; items of no length are left out.</summary>
    public static string Directory(int primaryLength, int padding, params (string Semantic, int Length)[] items)
    {
        var list = string.Concat(items.Where(i => i.Length > 0).Select(i =>
            $"""
            <rdf:li rdf:parseType="Resource">
              <Container:Item Item:Mime="x/y" Item:Semantic="{i.Semantic}" Item:Length="{i.Length}"/></rdf:li>
            """));
        var primary = primaryLength > 0 ? $""" Item:Length="{primaryLength}" """ : "";
        return
            $"""
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/"
              xmlns:Container="http://ns.google.com/photos/1.0/container/"
              xmlns:Item="http://ns.google.com/photos/1.0/container/item/" hdrgm:Version="1.0"><Container:Directory><rdf:Seq>
            <rdf:li rdf:parseType="Resource">
              <Container:Item Item:Mime="image/jpeg" Item:Semantic="Primary"{primary} Item:Padding="{padding}"/></rdf:li>
            {list}</rdf:Seq></Container:Directory></rdf:Description></rdf:RDF></x:xmpmeta>
            """;
    }

    /// <summary>Samsung's trailer: blocks, and a directory that counts back from itself.</summary>
    public static byte[] Samsung(params (string Name, byte[] Data)[] blocks)
    {
        var written = blocks.Select((b, i) => (byte[])
            [0, 0, (byte)i, 10, .. BitConverter.GetBytes(b.Name.Length), .. Encoding.ASCII.GetBytes(b.Name), .. b.Data]).ToArray();
        var back = written.Sum(b => b.Length);
        var directory = new List<byte>([.. "SEFH"u8, 106, 0, 0, 0, .. BitConverter.GetBytes(blocks.Length)]);
        foreach (var block in written)
        {
            directory.AddRange([.. block[..4], .. BitConverter.GetBytes(back), .. BitConverter.GetBytes(block.Length)]);
            back -= block.Length;
        }

        return [.. written.SelectMany(b => b), .. directory, .. BitConverter.GetBytes(directory.Count), .. "SEFT"u8];
    }

    /// <summary>The pictures that a file's MPF index names, read anew; none where there is no index.</summary>
    public static List<(uint Type, byte[] Picture)> IndexedPictures(byte[] file)
    {
        var tiff = file.AsSpan().IndexOf("MPF\0"u8) + 4;
        if (tiff < 4)
        {
            return [];
        }

        var littleEndian = file[tiff] == 'I';
        uint Number(int at) => littleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at))
            : BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at));
        var pictures = new List<(uint, byte[])>();
        var count = (int)Number(tiff + 30);
        Assert.Equal(16u * (uint)count, Number(tiff + 38));
        for (var i = 0; i < count; i++)
        {
            var entry = tiff + 50 + 16 * i;
            var start = i == 0 ? 0 : tiff + (int)Number(entry + 8);
            Assert.Equal(0u, i == 0 ? Number(entry + 8) : 0);
            pictures.Add((Number(entry) & 0xFFFFFF, file[start..(start + (int)Number(entry + 4))]));
        }

        Assert.All(pictures, p => Assert.True(p.Item2.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF])));
        Assert.All(pictures, p => Assert.True(p.Item2.AsSpan().EndsWith((ReadOnlySpan<byte>)[0xFF, 0xD9])));
        return pictures;
    }

    /// <summary>The number that stands in a file's text behind some words, which must stand there.</summary>
    public static int NumberBehind(byte[] file, string words)
    {
        var text = Encoding.Latin1.GetString(file);
        var at = text.IndexOf(words, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{words} is missing");
        return int.Parse(string.Concat(text.Skip(at + words.Length).TakeWhile(char.IsDigit)), CultureInfo.InvariantCulture);
    }

    private static byte[] Index(bool littleEndian, int count)
    {
        byte[] index =
        [
            .. "MPF\0"u8, .. littleEndian ? "II*\0"u8 : "MM\0*"u8, .. new byte[46 + 16 * count],
        ];
        var at = 4;
        Put(index, at + 4, 8, littleEndian);
        Short(at + 8, 3);
        Tag(at + 10, 0xB000, 7, 4);
        "0100"u8.CopyTo(index.AsSpan(at + 18));
        Tag(at + 22, 0xB001, 4, 1);
        Put(index, at + 30, count, littleEndian);
        Tag(at + 34, 0xB002, 7, 16 * count);
        Put(index, at + 42, 50, littleEndian);
        return Segment(0xE2, index);

        void Short(int place, ushort value) =>
            (littleEndian ? BitConverter.GetBytes(value) : [(byte)(value >> 8), (byte)value]).CopyTo(index, place);

        void Tag(int place, ushort tag, ushort kind, int many)
        {
            Short(place, tag);
            Short(place + 2, kind);
            Put(index, place + 4, many, littleEndian);
        }
    }

    private static void Put(byte[] to, int at, int value, bool littleEndian)
    {
        if (littleEndian)
        {
            BinaryPrimitives.WriteInt32LittleEndian(to.AsSpan(at), value);
        }
        else
        {
            BinaryPrimitives.WriteInt32BigEndian(to.AsSpan(at), value);
        }
    }
}
