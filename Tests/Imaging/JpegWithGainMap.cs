using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class JpegWithGainMap
{
    private static readonly byte[] Profile = JpegFiles.Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 7, 7, 7, 7]);

    private static readonly Dictionary<string, Func<byte[]>> All = new(StringComparer.Ordinal)
    {
        ["Android's"] = () => JpegFiles.UltraHdr(JpegFiles.Map()),
        ["Android's, little-endian"] = () => JpegFiles.UltraHdr(JpegFiles.Map(), littleEndian: true),
        ["Android's, of three channels"] = () => JpegFiles.UltraHdr(JpegFiles.Map(channels: 3)),
        ["Android's, named by the directory alone"] = () => JpegFiles.UltraHdr(JpegFiles.Map(segments: [Profile])),
        ["Android's, without an index"] = () =>
        {
            var map = JpegFiles.Map();
            return [.. JpegFiles.With(Pictures.Jpeg(), JpegFiles.Xmp(JpegFiles.Directory(0, 0, ("GainMap", map.Length)))), .. map];
        },
        ["ISO's"] = () => JpegFiles.Indexed(true, [], (0, [], JpegFiles.Map(segments: [JpegFiles.IsoBlock, Profile]))),
        ["ISO's, after padding"] = () => JpegFiles.Indexed(false, [], (0, new byte[99], JpegFiles.Map(segments: [JpegFiles.IsoBlock]))),
        ["named by its type"] = () => JpegFiles.Indexed(false, [], (0x050000, [], JpegFiles.Map(progressive: true, segments: [Profile]))),
        ["Apple's"] = () => JpegFiles.Indexed(false, [], (0, [], JpegFiles.Map(segments: [JpegFiles.Xmp(JpegFiles.AppleXmp)]))),
    };

    public static TheoryData<string> Forms => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsResizedWithItsMap(string form)
    {
        var file = All[form]();
        var original = Resizing.Header<JpegHeader>(file);
        var resized = Resizing.Resize(file);
        var header = Resizing.Header<JpegHeader>(resized);
        Assert.Equal((Pictures.Width / 2, Pictures.Height / 2), (header.Width, header.Height));
        var (before, after) = (Assert.Single(original.Further), Assert.Single(header.Further));
        Assert.Equal((JpegFiles.MapWidth / 2, JpegFiles.MapHeight / 2), (after.Header.Width, after.Header.Height));
        Assert.Equal(before.Header.Channels, after.Header.Channels);
        var (oldMap, newMap) = ((JpegHeader)before.Header, (JpegHeader)after.Header);
        Assert.Equal((oldMap.Progressive, oldMap.Subsampling), (newMap.Progressive, newMap.Subsampling));
        Assert.InRange(newMap.Quality, oldMap.Quality - 1, oldMap.Quality + 1);
        Assert.Equal(resized.Length, after.Offset + after.Length);

        // Each is the very picture that it would be by itself, and the map has its segments.
        var map = file[before.Offset..(before.Offset + before.Length)];
        Assert.Equal(Resizing.Resize(map), resized[after.Offset..]);
        Assert.Equal(Pictures.Decode(Resizing.Resize(Pictures.Jpeg())).Samples, Pictures.Decode(resized).Samples);
        Assert.Equal(Segments(map, oldMap), Segments(resized[after.Offset..], newMap));
        Assert.Equal(original.Segments.Count, header.Segments.Count);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsFoundByItsIndexAndDirectory(string form)
    {
        var file = All[form]();
        var resized = Resizing.Resize(file);
        var map = Assert.Single(Resizing.Header<JpegHeader>(resized).Further);
        if (file.AsSpan().IndexOf("MPF\0"u8) >= 0)
        {
            var pictures = JpegFiles.IndexedPictures(resized);
            Assert.Equal(JpegFiles.IndexedPictures(file).Select(p => p.Type), pictures.Select(p => p.Type));
            Assert.Equal(resized[..map.Offset], pictures[0].Picture);
            Assert.Equal(resized[map.Offset..], pictures[1].Picture);
        }

        if (file.AsSpan().IndexOf("Item:Semantic"u8) >= 0)
        {
            Assert.Equal(map.Length, JpegFiles.NumberBehind(resized, "Item:Semantic=\"GainMap\" Item:Length=\""));
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void ComesOutTheSameByteForByteAndCanBeResizedAgain(string form)
    {
        var file = All[form]();
        var once = Resizing.Resize(file);
        Assert.Equal(once, Resizing.Resize(file));
        var twice = Resizing.Header<JpegHeader>(Resizing.Resize(once));
        Assert.Equal(JpegFiles.MapWidth / 4, Assert.Single(twice.Further).Header.Width);
        var larger = Resizing.Resize(file, new() { Scaling = Scaling.Up(3) });
        Assert.Equal(JpegFiles.MapWidth * 3, Assert.Single(Resizing.Header<JpegHeader>(larger).Further).Header.Width);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsReducedToFitWithItsMap(string form)
    {
        var header = Resizing.Header<JpegHeader>(Resizing.Resize(All[form](), new() { Scaling = new Scaling.ToFit(101, null) }));
        Assert.Equal((101, 67), (header.Width, header.Height));
        var map = Assert.Single(header.Further).Header;
        Assert.Equal(Math.Round(JpegFiles.MapWidth * 101.0 / Pictures.Width, MidpointRounding.AwayFromZero), map.Width);
        Assert.Equal(Math.Round(JpegFiles.MapHeight * 67.0 / Pictures.Height, MidpointRounding.AwayFromZero), map.Height);
    }

    [Fact]
    public void KeepsAtLeastAPixelOfItsMap()
    {
        var resized = Resizing.Resize(All["Apple's"](), new() { Scaling = Scaling.Down(64) });
        var map = Assert.Single(Resizing.Header<JpegHeader>(resized).Further).Header;
        Assert.Equal((1, 1), (map.Width, map.Height));
    }

    [Fact]
    public void KeepsTheQualityOfItsMapWhateverQualityIsAskedFor()
    {
        var resized = Resizing.Resize(JpegFiles.UltraHdr(JpegFiles.Map(quality: 90)), Resizing.Half with { Quality = 40 });
        var header = Resizing.Header<JpegHeader>(resized);
        Assert.Equal(40, header.Quality);
        Assert.Equal(90, ((JpegHeader)header.Further[0].Header).Quality);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9_999)]
    [InlineData(2_000_000)]
    public void SaysItsOwnLengthWhereItsDirectoryDid(int said)
    {
        var resized = Resizing.Resize(JpegFiles.UltraHdr(JpegFiles.Map(), primaryLength: said));
        var map = Assert.Single(Resizing.Header<JpegHeader>(resized).Further);
        Assert.Equal(map.Offset, JpegFiles.NumberBehind(resized, "Item:Semantic=\"Primary\" Item:Length=\""));
        Assert.Equal(resized[map.Offset..], JpegFiles.IndexedPictures(resized)[1].Picture);
    }

    [Fact]
    public void LosesItsMapWhenStripped()
    {
        var stripped = Resizing.Half with { Strip = true };
        Assert.Equal(Resizing.Resize(Pictures.Jpeg(), stripped), Resizing.Resize(JpegFiles.UltraHdr(JpegFiles.Map()), stripped));
    }

    [Fact]
    public void IsResizedWhereItsMapIsGoneAlready()
    {
        var file = JpegFiles.UltraHdr(JpegFiles.Map());
        var main = file[..Resizing.Header<JpegHeader>(file).End];
        var resized = Resizing.Resize(main);
        Assert.Empty(JpegFiles.IndexedPictures(resized));
        Assert.Equal(resized, Resizing.Resize([.. main, .. new byte[50]]));
        Assert.Equal(Pictures.Decode(Resizing.Resize(Pictures.Jpeg())).Samples, Pictures.Decode(resized).Samples);
    }

    [Fact]
    public void IsRefusedWhereItsMapIsCutOff()
    {
        var file = JpegFiles.UltraHdr(JpegFiles.Map());
        var map = Resizing.Header<JpegHeader>(file).End;
        for (var length = map + 4; length < file.Length - 2; length += length < file.Length - 50 ? 37 : 1)
        {
            Assert.True(
                Resizing.Try(file[..length], new(), Resizing.Half) is ResizeResult.Refused { Failure.Reason: FailureReason.Corrupt },
                $"{length} of {file.Length}");
        }

        // All pixels of the map are there.
        Assert.Equal(Resizing.Resize(file), Resizing.Resize(file[..^2]));
    }

    [Fact]
    public void IsRefusedWhereItsMapIsDamaged()
    {
        var file = JpegFiles.UltraHdr(JpegFiles.Map(segments: [JpegFiles.Xmp(JpegFiles.MapXmp)]));
        var map = (JpegHeader)Resizing.Header<JpegHeader>(file).Further[0].Header;
        var scan = Resizing.Header<JpegHeader>(file).End + map.ScanOffset;
        file.AsSpan(scan + 40, 60).Fill(0xAA);
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file).Reason);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, 4)]
    [InlineData(22, 24)]
    [InlineData(34, 2)]
    [InlineData(42, 4)]
    public void GetsAReadableIndexInPlaceOfADamagedOne(int at, int count)
    {
        var file = JpegFiles.UltraHdr(JpegFiles.Map());
        var tiff = file.AsSpan().IndexOf("MPF\0"u8) + 4;
        file.AsSpan(tiff + at, count).Fill(0xEE);
        Assert.True(Resizing.Header<JpegHeader>(file).Index?.IsDamaged);
        var resized = Resizing.Resize(file);
        var map = Assert.Single(Resizing.Header<JpegHeader>(resized).Further);
        var pictures = JpegFiles.IndexedPictures(resized);
        Assert.Equal([0x030000u, 0], pictures.Select(p => p.Type));
        Assert.Equal(resized[map.Offset..], pictures[1].Picture);
    }

    [Fact]
    public void IsFoundByTheOrderWhereTheIndexIsStale()
    {
        var file = JpegFiles.UltraHdr(JpegFiles.Map());
        var tiff = file.AsSpan().IndexOf("MPF\0"u8) + 4;
        file[tiff + 50 + 16 + 11] ^= 0x55;
        var resized = Resizing.Resize(file);
        Assert.Equal(Resizing.Resize(JpegFiles.UltraHdr(JpegFiles.Map())), resized);
    }

    [Fact]
    public void CountsItsMapAgainstTheLimits()
    {
        var file = JpegFiles.UltraHdr(JpegFiles.Map());
        const int pixels = Pictures.Width * Pictures.Height;
        Assert.Equal(FailureReason.TooLarge, Resizing.Refusal(file, new() { MaxPixels = pixels + 10 }).Reason);
        Assert.IsType<ResizeResult.Image>(Resizing.Try(file, new() { MaxPixels = pixels * 5 / 4 }, Resizing.Half));
        var images = new ImageResizer(new());
        var alone = Assert.IsType<InspectionResult.Accepted>(images.Inspect(Pictures.Jpeg(), Resizing.Half));
        var both = Assert.IsType<InspectionResult.Accepted>(images.Inspect(file, Resizing.Half));
        Assert.True(both.PeakBytes > alone.PeakBytes + pixels / 4);
    }

    [Theory]
    [InlineData("urn:com:apple:photo:2018:aux:portraiteffectsmatte", null)]
    [InlineData("urn:com:apple:photo:2019:aux:semanticskinmatte", null)]
    [InlineData("tag:apple.com,2018:photo:aux:disparity", "depth map")]
    public void ResizesMattesAndRefusesDepth(string kind, string? refusal)
    {
        var xmp = JpegFiles.AppleXmp.Replace("urn:com:apple:photo:2020:aux:hdrgainmap", kind, StringComparison.Ordinal);
        xmp = xmp.Replace("<HDRGainMap:HDRGainMapVersion>65536</HDRGainMap:HDRGainMapVersion>", "", StringComparison.Ordinal);
        var file = JpegFiles.Indexed(false, [], (0, [], JpegFiles.Map(segments: [JpegFiles.Xmp(xmp)])));
        if (refusal is null)
        {
            Assert.Single(Resizing.Header<JpegHeader>(Resizing.Resize(file)).Further);
        }
        else
        {
            Assert.Contains(refusal, Resizing.Refusal(file).Detail, StringComparison.Ordinal);
        }
    }

    private static List<string> Segments(byte[] file, JpegHeader header) =>
        [.. header.Segments.Select(s => Encoding.Latin1.GetString(file, s.Offset, s.Length))];
}
