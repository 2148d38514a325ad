using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>What becomes of the chunks that hold for any pixels.</summary>
public sealed class PngChunksOfEachKind
{
    /// <summary>Which stay when metadata are stripped: those that tell how samples are to be read as colours.</summary>
    public static TheoryData<string, bool> Kinds => new()
    {
        { "iCCP", true }, { "gAMA", true }, { "cHRM", true }, { "sRGB", true }, { "cICP", true }, { "mDCV", true }, { "cLLI", true },
        { "eXIf", false }, { "pHYs", false }, { "tIME", false }, { "tEXt", false }, { "zTXt", false }, { "iTXt", false },
        { "sPLT", false }, { "abCd", false },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void StayByteForByte(string name, bool staysWhenStripped)
    {
        var file = With(name, Data(name));
        Assert.Equal([Data(name)], Of(Resizing.Resize(file), name));
        Assert.Equal(
            staysWhenStripped ? [Data(name)] : [], Of(Resizing.Resize(file, Resizing.Half with { Strip = true }), name));
    }

    /// <summary>The fourth letter says that they do not hold for changed pixels.</summary>
    [Fact]
    public void GoWhereTheyAreNotSafeToCopy() => Assert.Empty(Of(Resizing.Resize(With("abCD", [1, 2, 3])), "abCD"));

    [Theory]
    [InlineData("tEXt")]
    [InlineData("iCCP")]
    [InlineData("abCd")]
    public void AreCorruptWhereOneThatIsCopiedIsDamaged(string name)
    {
        var file = With(name, Data(name));
        file[file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name)) + 5] ^= 1;
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file).Reason);
    }

    private static byte[] With(string name, byte[] data)
    {
        var chunks = Apngs.Chunks(Pictures.Png());
        chunks.RemoveAll(chunk => chunk.Name is "pHYs");
        chunks.Insert(1, (name, data));
        return Apngs.Join(chunks);
    }

    private static IEnumerable<byte[]> Of(byte[] file, string name) =>
        Apngs.Chunks(file).Where(chunk => chunk.Name == name).Select(chunk => chunk.Data);

    private static byte[] Data(string name) => name switch
    {
        "iCCP" => [.. "a profile\0\0"u8, .. Packed(new byte[132])],
        "gAMA" => [0, 0, 0xB1, 0x8F],
        "cHRM" => [.. Enumerable.Range(1, 8).SelectMany(i => (byte[])[0, 0, (byte)(0x40 + i), 0])],
        "sRGB" => [1],
        "cICP" => [9, 16, 0, 1],
        "mDCV" => [.. Enumerable.Range(1, 24).Select(i => (byte)i)],
        "cLLI" => [0, 1, 2, 3, 0, 1, 0, 0],
        "eXIf" => [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x0F, 1, 2, 0, 4, 0, 0, 0, .. "abc\0"u8, 0, 0, 0, 0],
        "pHYs" => [0, 0, 0x0B, 0x13, 0, 0, 0x0B, 0x13, 1],
        "tIME" => [7, 0xEA, 11, 29, 19, 2, 3],
        "tEXt" => [.. "Title\0some words"u8],
        "zTXt" => [.. "Title\0\0"u8, .. Packed("some words"u8)],
        "iTXt" => [.. "Title\0\0\0\0\0some words"u8],
        "sPLT" => [.. "some colours\0"u8, 8, 1, 2, 3, 255, 0, 9],
        _ => [1, 2, 3],
    };

    private static byte[] Packed(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(bytes);
        }

        return packed.ToArray();
    }
}
