using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Tags that programs and cameras append to a file, alone and one behind the other.</summary>
public sealed class JpegWithTagsBehindItsEnd
{
    private static readonly byte[] Caption = [0x1C, 2, 0x78, 0, 3, .. "sea"u8];

    // Each holds a JPEG, as thumbnails are kept in them.
    private static readonly byte[] FotoStation =
        [.. Caption, 0, 1, 0, 0, 0, 18, 0xA1, 0xB2, 0xC3, 0xD4, 0xFF, 0xD8, 0xFF, 0xDB, 0, 3, 0, 0, 0, 14, 0xA1, 0xB2, 0xC3, 0xD4];

    private static readonly byte[] PhotoMechanic = [.. Caption, 0, 0, 0, 8, .. "cbipcbbl"u8];

    public static TheoryData<string> Orders => ["F", "P", "S", "A", "a", "FP", "PA", "AF", "SFPA", "aSA", "VA", "MA", "MVSa", "TA"];

    /// <summary>One letter a part: FotoStation, PhotoMechanic, Samsung, AFCP in either byte order, text, a video, a gain map.</summary>
    [Theory]
    [MemberData(nameof(Orders))]
    public void CarriesThem(string order)
    {
        var (file, resized) = (Pictures.Jpeg(), Resizing.Resize(Pictures.Jpeg()));
        foreach (var letter in order)
        {
            var before = Part(letter, file.Length + 3);
            resized = [.. resized, .. IsBehindVideo(order, letter) ? new byte[3] : []];
            file = [.. file, 0, 0, 0, .. before];
            resized = [.. resized, .. letter == 'M' ? Resizing.Resize(before) : Part(letter, resized.Length)];
        }

        Assert.Equal(resized, Resizing.Resize([.. file, 0, 0]));
    }

    [Fact]
    public void FindsAfcpThatWasMovedBefore()
    {
        var tags = Part('A', 0);
        byte[] resized = [.. Resizing.Resize(Pictures.Jpeg()), .. Part('A', Resizing.Resize(Pictures.Jpeg()).Length)];
        Assert.Equal(resized, Resizing.Resize([.. Pictures.Jpeg(), .. tags]));
        Assert.Equal(JpegPartKind.Afcp, Resizing.Header<JpegHeader>(resized).Parts.Single().Kind);
    }

    /// <summary>Zeros directly behind a video are the video's; those before other tags are padding.</summary>
    private static bool IsBehindVideo(string order, char letter) => order.Contains($"V{letter}", StringComparison.Ordinal);

    private static byte[] Part(char letter, int place) => letter switch
    {
        'F' => FotoStation,
        'P' => PhotoMechanic,
        'S' => JpegFiles.Samsung(("MCC_Data", "262"u8.ToArray())),
        'T' => [.. "a note"u8],
        'V' => JpegFiles.Video,
        'M' => JpegFiles.Map(),
        'A' => Afcp("AXS!"u8, place, BinaryPrimitives.WriteInt32BigEndian, BinaryPrimitives.WriteInt16BigEndian),
        _ => Afcp("AXS*"u8, place, BinaryPrimitives.WriteInt32LittleEndian, BinaryPrimitives.WriteInt16LittleEndian),
    };

    private static byte[] Afcp(ReadOnlySpan<byte> mark, int place, WriteInt32 number, WriteInt16 count)
    {
        byte[] tags = [.. mark, 0, 1, 0, 0, 0, 0, 0, 0, .. "IPTC"u8, .. new byte[8], .. Caption, .. mark, .. new byte[8]];
        count(tags.AsSpan(6), 1);
        number(tags.AsSpan(16), Caption.Length);
        number(tags.AsSpan(20), place + 24);
        number(tags.AsSpan(tags.Length - 8), place);
        return tags;
    }

    private delegate void WriteInt32(Span<byte> to, int value);

    private delegate void WriteInt16(Span<byte> to, short value);
}
