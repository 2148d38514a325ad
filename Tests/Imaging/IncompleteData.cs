using System.Buffers.Binary;
using System.IO.Compression;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Gif;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Engine.Imaging.Formats.Png;
using ImgCompress.Engine.Imaging.Formats.Tiff;
using ImgCompress.Engine.Imaging.Formats.WebP;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Files that are whole by their containers, and lack a part of the picture inside.</summary>
public sealed class IncompleteData
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void OfAJpegIsRefused(double share)
    {
        var file = Pictures.Jpeg();
        var scan = Resizing.Header<JpegHeader>(file).ScanOffset + 14;
        RequireCorrupt([.. file[..(scan + (int)((file.Length - scan) * share))], 0xFF, 0xD9]);
    }

    [Fact]
    public void OfAJpegWithRestartsIsRefusedWithoutOneOfThem()
    {
        var file = Pictures.Encode(i => i.JpegsaveBuffer(q: 80, restartInterval: 2, keep: Enums.ForeignKeep.None));
        var restart = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xD3]);
        Resizing.Resize(file);
        RequireCorrupt([.. file[..restart], .. file[(restart + 2)..]]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OfAPngIsRefused(bool interlaced)
    {
        var file = Pictures.Png(interlaced: interlaced);
        var header = Resizing.Header<PngHeader>(file);
        using var data = new MemoryStream();
        foreach (var chunk in header.Chunks.Where(c => c.Name is "IDAT"))
        {
            data.Write(file, chunk.Offset + 8, chunk.Length - 12);
        }

        data.Position = 0;
        using var rows = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionMode.Decompress))
        {
            zlib.CopyTo(rows);
        }

        using var fewer = new MemoryStream();
        using (var zlib = new ZLibStream(fewer, CompressionLevel.Optimal, leaveOpen: true))
        {
            zlib.Write(rows.ToArray().AsSpan(0, (int)rows.Length - (Pictures.Width * 3)));
        }

        using var cut = new MemoryStream();
        cut.Write(file.AsSpan(0, 33));
        PngChunks.Write(cut, "IDAT"u8, fewer.ToArray());
        PngChunks.Write(cut, "IEND"u8, []);
        RequireCorrupt(cut.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OfAPngWithoutItsEndIsRefusedOnlyWhereRowsAreMissing(bool interlaced)
    {
        var file = Pictures.Png(interlaced: interlaced);
        var chunks = Resizing.Header<PngHeader>(file).Chunks;
        byte[] data = [.. chunks.Where(c => c.Name is "IDAT").SelectMany(c => file.AsSpan(c.Offset + 8, c.Length - 12).ToArray())];
        using var stream = new MemoryStream();
        stream.Write(file.AsSpan(0, chunks.First(c => c.Name is "IDAT").Offset));
        PngChunks.Write(stream, "IDAT"u8, data.AsSpan(0, data.Length / 2));
        PngChunks.Write(stream, "IDAT"u8, data.AsSpan(data.Length / 2));
        var afterData = (int)stream.Length;
        PngChunks.Write(stream, "tEXt"u8, "Title\0behind the picture"u8);
        var afterText = (int)stream.Length;
        PngChunks.Write(stream, "IEND"u8, []);
        var whole = stream.ToArray();
        var resized = Resizing.Resize(whole);
        for (var length = 33; length < whole.Length; length++)
        {
            if (length >= afterText)
            {
                Assert.Equal(resized, Resizing.Resize(whole[..length]));
            }
            else if (length - afterData is < 0 or > 3)
            {
                // Three zeros can be IEND's as well as the text's, behind a picture that is whole.
                RequireCorrupt(whole[..length]);
            }
        }

        byte[] other = [.. whole[..afterText], 0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'X'];
        RequireCorrupt(other);
    }

    [Fact]
    public void OfAGifIsRefused()
    {
        var file = Pictures.Gif();
        // The first sub-block of the frame's data stays, and the others go.
        var frame = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0x2C, 0, 0, 0, 0, Pictures.Width, 0, Pictures.Height, 0]);
        var data = frame + 10 + GifReader.TableBytes(file[frame + 9]) + 1;
        RequireCorrupt([.. file[..(data + 1 + file[data])], 0, 0x3B]);
    }

    [Theory]
    [InlineData(Enums.ForeignTiffCompression.None)]
    [InlineData(Enums.ForeignTiffCompression.Lzw)]
    [InlineData(Enums.ForeignTiffCompression.Deflate)]
    [InlineData(Enums.ForeignTiffCompression.Packbits)]
    public void OfATiffIsRefused(Enums.ForeignTiffCompression compression)
    {
        var file = Pictures.Tiff(compression);
        var counts = TiffFile.Read(file).Pages[0].Single(e => e.Tag is TiffTag.StripByteCounts);
        for (var strip = 0; strip < counts.Count; strip++)
        {
            var entry = file.AsSpan((int)counts.At + (strip * counts.ValueBytes));
            if (counts.Kind == 3)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(entry) / 2));
            }
            else
            {
                BinaryPrimitives.WriteUInt32LittleEndian(entry, BinaryPrimitives.ReadUInt32LittleEndian(entry) / 2);
            }
        }

        RequireCorrupt(file);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OfAWebPIsRefused(bool lossless)
    {
        var file = Pictures.WebP(lossless);
        var picture = Resizing.Header<WebPHeader>(file).Chunks
            .Single(c => c.Name.StartsWith("VP8", StringComparison.Ordinal) && c.Name is not "VP8X");
        var half = picture.DataLength / 4 * 2;
        byte[] cut = [.. file[..(picture.Offset + 8 + half)]];
        BinaryPrimitives.WriteInt32LittleEndian(cut.AsSpan(picture.Offset + 4), half);
        BinaryPrimitives.WriteInt32LittleEndian(cut.AsSpan(4), cut.Length - 8);
        RequireCorrupt(cut);
    }

    private static void RequireCorrupt(byte[] file) => Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file).Reason);
}
