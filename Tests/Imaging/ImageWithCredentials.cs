using System.Buffers.Binary;
using ImgCompress.Engine.Imaging;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Content credentials (C2PA) are signed for the bytes of a file: the new one has none, and the result says so.</summary>
public sealed class ImageWithCredentials
{
    private static readonly byte[] Manifest =
        [0, 0, 0, 44, .. "jumb"u8, 0, 0, 0, 36, .. "jumd\0\0\0\0c2pa manifest store"u8, 0, 0, 0, 0, 0];

    public static TheoryData<string> Formats => ["jpeg", "png", "animated png", "webp", "gif", "tiff", "bigtiff", "avif"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void LosesThemAndSaysSo(string format)
    {
        var plain = Make(format);
        var file = WithCredentials(format, plain);
        Assert.True(Drops(file));
        Assert.False(Drops(plain));
        Assert.True(file.AsSpan().IndexOf("c2pa manifest"u8) > 0);
        foreach (var strip in (bool[])[false, true])
        {
            var resized = Resizing.Resize(file, Resizing.Half with { Strip = strip });
            Assert.True(resized.AsSpan().IndexOf("c2pa manifest"u8) < 0);
            Assert.False(Drops(resized));
        }
    }

    private static bool Drops(byte[] file) =>
        Assert.IsType<InspectionResult.Accepted>(new ImageResizer(new()).Inspect(file, Resizing.Half)).DropsCredentials;

    private static byte[] Make(string format) => format switch
    {
        "jpeg" => Pictures.Jpeg(),
        "png" => Pictures.Png(),
        "webp" => Pictures.WebP(),
        "gif" => Pictures.Gif(),
        "tiff" => Pictures.Tiff(),
        "bigtiff" => Pictures.Tiff(big: true),
        "avif" => Pictures.Avif(),
        _ => KeptForms.All[format](),
    };

    private static byte[] WithCredentials(string format, byte[] file)
    {
        switch (format)
        {
            case "jpeg":
                byte[] body = [.. "JP"u8, 0, 1, 0, 0, 0, 1, .. Manifest];
                return [.. file[..2], 0xFF, 0xEB, 0, (byte)(body.Length + 2), .. body, .. file[2..]];
            case "png" or "animated png":
                var chunks = Apngs.Chunks(file);
                chunks.Insert(1, ("caBX", Manifest));
                return Apngs.Join(chunks);
            case "webp":
                byte[] length = BitConverter.GetBytes(Manifest.Length);
                byte[] webp = [.. file, .. "C2PA"u8, .. length, .. Manifest, .. new byte[Manifest.Length & 1]];
                BinaryPrimitives.WriteInt32LittleEndian(webp.AsSpan(4), webp.Length - 8);
                return webp;
            case "gif":
                var blocks = 13 + (3 << ((file[10] & 7) + 1));
                return
                [
                    .. file[..blocks], 0x21, 0xFF, 11, .. "C2PA_GIF"u8, 1, 0, 0, (byte)Manifest.Length, .. Manifest, 0, .. file[blocks..],
                ];
            case "avif":
                byte[] id = [0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81];
                return [.. file, 0, 0, 0, (byte)(24 + Manifest.Length), .. "uuid"u8, .. id, .. Manifest];
            default:
                return Appended(file, big: format is "bigtiff");
        }
    }

    /// <summary>The first directory once more behind a TIFF, with the tag of the credentials.</summary>
    private static byte[] Appended(byte[] tiff, bool big)
    {
        var first = BinaryPrimitives.ReadInt32LittleEndian(tiff.AsSpan(big ? 8 : 4));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(tiff.AsSpan(first));
        var (entries, entryBytes) = (first + (big ? 8 : 2), big ? 20 : 12);
        byte[] Number(long value) => BitConverter.GetBytes(value)[..(big ? 8 : 4)];
        byte[] Count(long value) => BitConverter.GetBytes(value)[..(big ? 8 : 2)];
        byte[] padded = [.. tiff, .. new byte[tiff.Length & 1], .. Manifest, .. new byte[Manifest.Length & 1]];
        byte[] file =
        [
            .. padded, .. Count(count + 1), .. tiff[entries..(entries + (entryBytes * count))],
            0x41, 0xCD, 7, 0, .. Number(Manifest.Length), .. Number(tiff.Length + (tiff.Length & 1)), .. Number(0),
        ];
        Number(padded.Length).CopyTo(file, big ? 8 : 4);
        return file;
    }
}
