using System.Buffers.Binary;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Engine.Imaging.Formats.Jpeg.Decoding;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>Which JPEGs the program decodes by itself, and which it leaves to libjpeg.</summary>
public sealed class ProgressiveJpegKinds
{
    private const int Width = 40;
    private const int Height = 25;

    private static readonly (int Across, int Down)[] Grey = [(1, 1)];
    private static readonly (int Across, int Down)[] FullChroma = [(1, 1), (1, 1), (1, 1)];
    private static readonly (int Across, int Down)[] HalfChroma = [(2, 2), (1, 1), (1, 1)];

    /// <summary>Harmless: some encoders write it, or it changes nothing.</summary>
    private static readonly Dictionary<string, Func<byte[]>> Usual = new()
    {
        ["data behind the end"] = () => [.. Make().Write(), 1, 2, 3, 0xFF, 0xD8, 0xFF],
        ["a comment before a scan"] = () => Join(WithBefore(Make(), 0xDA, JpegFiles.Segment(0xFE, [.. "scan"u8]))),
        ["metadata"] = () => Make([ScriptedJpeg.Jfif, JpegFiles.Xmp("<x/>"), JpegFiles.IsoVersion]).Write(),
        ["Adobe's marker of luma and chroma"] = () => Make([Adobe(1)]).Write(),
        ["no marker of JFIF or Adobe"] = () => Make([], FullChroma).Write(),
        ["other numbers of components"] = () => WithIds(Make(), 0, 1, 34).Write(),
        ["grey of 2×2 blocks"] = () => Make(sampling: (2, 2)).Write(),
        ["grey of 2×1 blocks"] = () => Make(sampling: (2, 1)).Write(),
        ["190 scans"] = () => WithScans(190).Write(),
        ["a restart interval beyond the picture"] = () => With(Make(), jpeg => jpeg.RestartInterval = 0xFFFF).Write(),
        ["all Huffman tables in one segment"] = () => WithOneSegment(0xC4),
        ["all steps in one segment"] = () => WithOneSegment(0xDB),
        ["other steps once a component has begun"] = () => WithStepsBeforeEachScan(),
        ["Huffman tables told anew before each scan"] = () => WithTablesBeforeEachScan(Make()),
        ["scans in 4:2:0 of luma's and of chroma's DC"] = () => WithScript(
            Make(sampling: HalfChroma), new([1, 2], 0, 0, 0, false), new([0], 0, 0, 0, false), Ac(0), Ac(2), Ac(1)).Write(),
    };

    private static readonly Dictionary<string, Func<byte[]>> Unusual = new()
    {
        ["4:4:0"] = () => Make(sampling: [(1, 2), (1, 1), (1, 1)]).Write(),
        ["4:1:1"] = () => Make(sampling: [(4, 1), (1, 1), (1, 1)]).Write(),
        ["4:1:0"] = () => Make(sampling: [(4, 2), (1, 1), (1, 1)]).Write(),
        ["chroma of two sizes"] = () => Make(sampling: [(2, 2), (2, 1), (1, 1)]).Write(),
        ["chroma larger than luma"] = () => Make(sampling: [(1, 1), (2, 2), (2, 2)]).Write(),
        ["CMYK"] = () => Make([Adobe(0)], (1, 1), (1, 1), (1, 1), (1, 1)).Write(),
        ["YCCK"] = () => Make([Adobe(2)], (1, 1), (1, 1), (1, 1), (1, 1)).Write(),
        ["RGB by Adobe's marker"] = () => Make([Adobe(0)]).Write(),
        ["RGB by the components' names"] = () => WithIds(Make([], FullChroma), (byte)'R', (byte)'G', (byte)'B').Write(),
        ["Adobe's marker of something else"] = () => Make([Adobe(2)]).Write(),
        ["JFIF of another version"] = () => Make([[.. ScriptedJpeg.Jfif[..9], 2, .. ScriptedJpeg.Jfif[10..]]]).Write(),
        ["sequential"] = () => Pictures.Jpeg(),
        ["sequential by its marker"] = () => WithMarker(Make().Write(), 0xC1),
        ["arithmetic coding"] = () => WithMarker(Make().Write(), 0xCA),
        ["12 bits"] = () => WithInFrame(Make().Write(), 4, 12),
        ["no height"] = () => WithInFrame(Make().Write(), 6, 0),
        ["no last bit of DC"] = () => WithScript(Make(), [Dc(bit: 1), .. FullAc]).Write(),
        ["no last bit of a component's AC"] = () => WithScript(Make(), [Dc(), Ac(0), Ac(1), Ac(2, bit: 1)]).Write(),
        ["no last bit of one coefficient"] = () => WithScript(
            Make(), [Dc(), Ac(0, bit: 1), new([0], 1, 30, 0, true), new([0], 32, 63, 0, true), Ac(1), Ac(2)]).Write(),
        ["no AC of a component"] = () => WithScript(Make(), [Dc(), Ac(0), Ac(1)]).Write(),
        ["no last coefficient"] = () => WithScript(Make(), [Dc(), Ac(0), Ac(1), new([2], 1, 62, 0, false)]).Write(),
        ["no DC of a component"] = () => WithScript(Make(), [new([0, 1], 0, 0, 0, false), .. FullAc]).Write(),
        ["no scan"] = () => WithScript(Make()).Write(),
        ["AC before DC"] = () => WithScript(Make(), [Ac(0), Dc(), Ac(1), Ac(2)]).Write(),
        ["a scan twice"] = () => WithScript(Make(), [Dc(), .. FullAc, Ac(1)]).Write(),
        ["a refinement twice"] = () => WithScript(Make(), [Dc(bit: 1), .. FullAc, Refinement(0), Refinement(0)]).Write(),
        ["a refinement of nothing"] = () => WithScript(Make(), [Dc(), Ac(0) with { IsRefinement = true }, Ac(0), Ac(1), Ac(2)]).Write(),
        ["a refinement of the last bit but one alone"] = () => WithScript(Make(), [Dc(bit: 2), .. FullAc, Refinement(1)]).Write(),
        ["a refinement that leaves a bit out"] = () => WithScript(Make(), [Dc(bit: 2), .. FullAc, Refinement(0)]).Write(),
        ["AC of two components in a scan"] = () => WithScript(Make(), [Dc(), new([0, 1], 1, 63, 0, false), Ac(2)]).Write(),
        ["DC and AC in a scan"] = () => WithScript(Make(sampling: Grey), [new([0], 0, 63, 0, false)]).Write(),
        ["no end marker"] = () => Make().Write()[..^2],
        ["no end marker but data behind"] = () => [.. Make().Write()[..^2], 0xFF, 0x00, 0x12],
        ["a byte more behind a scan"] = () => WithLastScan(scan => [.. scan, .. new byte[16]]),
        ["a byte less at the end of a scan"] = () => WithLastScan(scan => scan[..^1]),
        ["a byte between segments"] = () => Join(WithBefore(Make(), 0xC4, [0x11])),
        ["no restart marker"] = () => WithoutRestart(Make()),
        ["another restart marker than is due"] = () => WithRestart(Make(), 0xD1, 0xD3),
        ["a restart marker at the end of a scan"] = () => WithLastScan(scan => [.. scan, 0xFF, 0xD0, 0x55]),
        ["a DC code of ones alone"] = () => WithCodes(0x00, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2], 12),
        ["an AC code of ones alone"] = () => WithCodes(0x10, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2], 12),
        ["more codes than fit"] = () => WithCodes(0x10, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3], 13),
        ["a DC value of 16 bits"] = () => WithCodes(0x00, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 3], 17),
        ["more than 256 codes"] = () => WithCodes(0x10, [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 150, 150], 303),
        ["a Huffman table of another number"] = () => WithByte(0xC4, 4, 0x04),
        ["a quantization table of another number"] = () => WithByte(0xDB, 4, 0x04),
        ["a quantization table of another number in the frame"] = () => WithByte(0xC2, 12, 0x04),
        ["a Huffman table of another number in a scan"] = () => WithByte(0xDA, 6, 0x40),
        ["no Huffman table"] = () => Join(Make().WriteParts().Where(part => !IsMarker(part, 0xC4))),
        ["no quantization table"] = () => Join(Make().WriteParts().Where(part => !IsMarker(part, 0xDB))),
        ["a longer frame header"] = () => WithLonger(0xC2),
        ["a longer scan header"] = () => WithLonger(0xDA),
        ["a longer Huffman table"] = () => WithLonger(0xC4),
        ["a longer quantization table"] = () => WithLonger(0xDB),
        ["a longer restart interval"] = () => WithLonger(0xDD),
        ["two frame headers"] = () => WithTwice(0xC2),
        ["two start markers"] = () => WithTwice(0xD8),
        ["its number of lines behind a scan"] = () => Join(WithBefore(Make(), 0xDA, JpegFiles.Segment(0xDC, [0, Height]))),
    };

    /// <summary>May be left to libjpeg or not.</summary>
    private static readonly Dictionary<string, Func<byte[]>> Rare = new()
    {
        ["steps of 16 bits"] = () => With(Make(), jpeg => jpeg.Components[0].Steps.AsSpan().Fill(300)).Write(),
        ["steps of 16 bits that overflow"] = () => With(Make(), jpeg => jpeg.Components[0].Steps.AsSpan().Fill(40_000)).Write(),
        ["steps of zero"] = () => With(Make(), jpeg => jpeg.Components[0].Steps.AsSpan(5).Clear()).Write(),
        ["4:4:4 of 2×2 blocks"] = () => Make(sampling: [(2, 2), (2, 2), (2, 2)]).Write(),
        ["4:4:4 of 2×1 blocks"] = () => Make(sampling: [(2, 1), (2, 1), (2, 1)]).Write(),
        ["4:2:0 of 4×4 blocks"] = () => Make(sampling: [(4, 4), (2, 2), (2, 2)]).Write(),
        ["one component twice in a scan"] = () => WithScript(Make(), [new([0, 1, 1], 0, 0, 0, false), .. FullAc]).Write(),
        ["components in another order"] = () => WithScript(Make(), [new([2, 0, 1], 0, 0, 0, false), .. FullAc]).Write(),
        ["components of one number"] = () => WithIds(Make(), 1, 1, 2).Write(),
        ["fill bytes before each marker"] = () => Join(Make().WriteParts().Select((part, i) => i == 0 ? part : [0xFF, 0xFF, .. part])),
        ["restart markers between segments"] = () => Join(WithBefore(Make(), 0xC4, [0xFF, 0xD0, 0xFF, 0x01])),
        ["a restart interval of its own for the last scan"] = () => WithIntervalBeforeLastScan(),
        ["a JFIF marker that is cut off"] = () => WithIds(Make([JpegFiles.Segment(0xE0, [.. "JFIF\0"u8, 1, 1])]), 5, 6, 7).Write(),
        ["an Adobe marker that is cut off"] = () => Make([JpegFiles.Segment(0xEE, [.. "Adobe"u8, 0, 100])]).Write(),
        ["JFIF and Adobe's marker of RGB"] = () => Make([ScriptedJpeg.Jfif, Adobe(0)]).Write(),
        ["JFIF behind a scan of RGB by the components' names"] = () => Join(
            WithBefore(WithIds(Make([], FullChroma), (byte)'R', (byte)'G', (byte)'B'), 0xDA, ScriptedJpeg.Jfif)),
        ["JFIF behind a scan of RGB by Adobe's marker"] = () => Join(WithBefore(Make([Adobe(0)]), 0xDA, ScriptedJpeg.Jfif)),
        ["Adobe's marker of RGB behind a scan"] = () => Join(WithBefore(Make([], FullChroma), 0xDA, Adobe(0))),
        ["JFIF of another version behind a scan"] = () => Join(
            WithBefore(Make(), 0xDA, [.. ScriptedJpeg.Jfif[..9], 2, .. ScriptedJpeg.Jfif[10..]])),
        ["tags that are none"] = () => Make([ScriptedJpeg.Jfif, JpegFiles.Segment(0xE1, [.. "Exif\0\0MM*\0garbage of no use"u8])]).Write(),
        ["part of a colour profile"] = () => Make(
            [ScriptedJpeg.Jfif, JpegFiles.Segment(0xE2, [.. "ICC_PROFILE\0"u8, 2, 3, .. new byte[200]])]).Write(),
        ["a colour profile that is none"] = () => Make(
            [ScriptedJpeg.Jfif, JpegFiles.Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. new byte[200]])]).Write(),
        ["DC values beyond 16 bits"] = () => WithClimbingDc(0),
        ["DC values beyond 16 bits once they are moved"] = () => WithClimbingDc(3),
    };

    public static TheoryData<string> UsualKinds => [.. Usual.Keys];

    public static TheoryData<string> UnusualKinds => [.. Unusual.Keys];

    public static TheoryData<string> RareKinds => [.. Rare.Keys];

    private static ScriptedJpeg.Scan[] FullAc => [Ac(0), Ac(1), Ac(2)];

    [Theory]
    [MemberData(nameof(UsualKinds))]
    public void AreDecodedToTheLastBitAsByLibjpeg(string kind) => JpegRows.AssertAccepted(Usual[kind]());

    [Theory]
    [MemberData(nameof(UnusualKinds))]
    public void OfUnusualKindAreLeftToLibjpeg(string kind)
    {
        var file = Unusual[kind]();
        Assert.Null(JpegRows.Own(file, JpegRows.HeaderOr(JpegReader.Read(Make().Write()), file)));
    }

    [Theory]
    [MemberData(nameof(RareKinds))]
    public void OfRareKindAreAsByLibjpegWhereTheyAreNotLeftToIt(string kind) =>
        JpegRows.AssertSameIfAccepted([(kind, Rare[kind]())], JpegReader.Read(Make().Write()));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void OfFewColumnsOfChromaAreAsByLibjpegWhereTheyAreNotLeftToIt(int width)
    {
        var file = RandomJpeg.Create(new(width), width, 9, isLoud: false, HalfChroma).Write();
        JpegRows.AssertSameIfAccepted([($"width {width}", file)], JpegReader.Read(file));
    }

    [Theory]
    [InlineData(Width + 1, Height, 3)]
    [InlineData(Width, Height - 1, 3)]
    [InlineData(Width, Height, 1)]
    public void OfAnotherShapeThanIsAskedForAreNotDecoded(int width, int height, int channels)
    {
        var file = Make().Write();
        var header = JpegReader.Read(file) with { Width = width, Height = height, Channels = channels };
        Assert.Null(JpegRows.Own(file, header));
    }

    [Fact]
    public void AreNotReadOnceCancelled()
    {
        var file = Make().Write();
        var shape = JpegReader.Read(file).Shape;
        Assert.Throws<OperationCanceledException>(() => ProgressiveRowSource.TryOpen(file, shape, new(canceled: true))?.Dispose());
    }

    private static ScriptedJpeg Make(params (int Across, int Down)[] sampling) => Make([ScriptedJpeg.Jfif], sampling);

    private static ScriptedJpeg Make(byte[][] segments, params (int Across, int Down)[] sampling)
    {
        var components = sampling.Length == 0 ? FullChroma : sampling;
        var jpeg = RandomJpeg.Create(new(1), Width, Height, isLoud: false, components);
        (jpeg.Segments, jpeg.RestartInterval, jpeg.HasLongCodes) = (segments, 0, false);
        var isInterleaved = components.Length > 1 && components.Sum(c => c.Across * c.Down) <= 10;
        int[] all = [.. Enumerable.Range(0, components.Length)];
        return WithScript(
            jpeg,
            [
                .. isInterleaved ? [new(all, 0, 0, 0, false)] : from c in all select new ScriptedJpeg.Scan([c], 0, 0, 0, false),
                .. from c in all select Ac(c),
            ]);
    }

    private static ScriptedJpeg.Scan Dc(int bit = 0) => new([0, 1, 2], 0, 0, bit, IsRefinement: false);

    private static ScriptedJpeg.Scan Refinement(int bit) => new([0, 1, 2], 0, 0, bit, IsRefinement: true);

    private static ScriptedJpeg.Scan Ac(int component, int bit = 0) => new([component], 1, 63, bit, IsRefinement: false);

    private static ScriptedJpeg With(ScriptedJpeg jpeg, Action<ScriptedJpeg> change)
    {
        change(jpeg);
        return jpeg;
    }

    private static ScriptedJpeg WithScript(ScriptedJpeg jpeg, params ScriptedJpeg.Scan[] script)
    {
        jpeg.Script.Clear();
        jpeg.Script.AddRange(script);
        return jpeg;
    }

    private static ScriptedJpeg WithIds(ScriptedJpeg jpeg, params byte[] ids)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            jpeg.Components[i].Id = ids[i];
        }

        return jpeg;
    }

    /// <summary>Luma's AC coefficients, then those of chroma, in as many bands as it takes.</summary>
    private static ScriptedJpeg WithScans(int count)
    {
        var bands = new int[] { 1, 1, 1 };
        for (var left = count - 1 - bands.Length; left > 0; left--)
        {
            bands[left % bands.Length]++;
        }

        return WithScript(Make(), [Dc(), .. bands.SelectMany((many, c) => Enumerable.Range(1, many).Select(
            k => new ScriptedJpeg.Scan([c], k, k == many ? 63 : k, 0, false)))]);
    }

    /// <summary>The least value of DC coefficients goes up by the most that a difference may be.</summary>
    private static byte[] WithClimbingDc(int bit)
    {
        var jpeg = new ScriptedJpeg(Width, Height, FullChroma);
        var value = 0;
        foreach (var block in jpeg.Components[0].Blocks.SelectMany(row => row))
        {
            block[0] = value += 2047 << bit;
        }

        return WithScript(jpeg, [Dc(bit), .. FullAc, .. from b in Enumerable.Range(0, bit).Reverse() select Refinement(b)]).Write();
    }

    /// <summary>All coefficients are zero, and so are the bits that tell them: other codes can be told.</summary>
    private static byte[] WithCodes(byte kind, byte[] counts, int symbols)
    {
        var jpeg = new ScriptedJpeg(Width, Height, FullChroma) { HasLongCodes = true, LongestRun = 1 };
        var parts = WithScript(jpeg, [Dc(), .. FullAc]).WriteParts();
        var table = parts.FindIndex(part => IsMarker(part, 0xC4) && part[4] == kind);
        byte[] all = [.. counts, .. new byte[16 - counts.Length]];
        parts[table] = JpegFiles.Segment(0xC4, [kind, .. all, .. Enumerable.Range(0, symbols).Select(s => (byte)s)]);
        return Join(parts);
    }

    private static byte[] WithByte(byte marker, int at, byte value)
    {
        var parts = Make().WriteParts();
        parts.First(part => IsMarker(part, marker))[at] = value;
        return Join(parts);
    }

    private static byte[] WithOneSegment(byte marker)
    {
        var parts = Make().WriteParts();
        var first = parts.FindIndex(part => IsMarker(part, marker));
        var all = parts.Where(part => IsMarker(part, marker)).SelectMany(part => part[4..]).ToArray();
        parts[first] = JpegFiles.Segment(marker, all);
        return Join(parts.Where((part, i) => i <= first || !IsMarker(part, marker)));
    }

    private static byte[] WithTablesBeforeEachScan(ScriptedJpeg jpeg)
    {
        var parts = jpeg.WriteParts();
        byte[] tables = [.. parts.Where(part => IsMarker(part, 0xC4)).SelectMany(part => part)];
        return Join(parts.Where(part => !IsMarker(part, 0xC4)).Select(part => IsMarker(part, 0xDA) ? [.. tables, .. part] : part));
    }

    /// <summary>A component has the steps that hold as its first scan begins.</summary>
    private static byte[] WithStepsBeforeEachScan()
    {
        var parts = WithScript(
            Make(), [.. from c in (int[])[0, 1, 2] select new ScriptedJpeg.Scan([c], 0, 0, 0, false), .. FullAc]).WriteParts();
        return Join(parts.Select((part, i) => IsMarker(part, 0xDA) ? [.. Steps(i), .. part] : part));

        static byte[] Steps(int value) => [.. from c in (byte[])[0, 1, 2]
                                              from b in JpegFiles.Segment(0xDB, [c, .. Enumerable.Repeat((byte)value, 64)])
                                              select b];
    }

    private static byte[] WithIntervalBeforeLastScan()
    {
        var (parts, others) = (Make().WriteParts(), With(Make(), jpeg => jpeg.RestartInterval = 4).WriteParts());
        parts[^2] = others[^2];
        parts.Insert(parts.Count - 2, others.Single(part => IsMarker(part, 0xDD)));
        return Join(parts);
    }

    private static byte[] WithLastScan(Func<byte[], byte[]> change)
    {
        var parts = Make().WriteParts();
        parts[^2] = change(parts[^2]);
        return Join(parts);
    }

    private static byte[] WithoutRestart(ScriptedJpeg jpeg)
    {
        var parts = jpeg.WriteParts();
        parts.Insert(1, JpegFiles.Segment(0xDD, [0, 4]));
        return Join(parts);
    }

    private static byte[] WithRestart(ScriptedJpeg jpeg, byte due, byte instead)
    {
        jpeg.RestartInterval = 4;
        var file = jpeg.Write();
        file[file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, due]) + 1] = instead;
        return file;
    }

    /// <summary>The segment is a byte longer than what is in it.</summary>
    private static byte[] WithLonger(byte marker)
    {
        var parts = With(Make(), jpeg => jpeg.RestartInterval = 4).WriteParts();
        var index = parts.FindIndex(part => IsMarker(part, marker));
        var length = BinaryPrimitives.ReadUInt16BigEndian(parts[index].AsSpan(2));
        parts[index] = [.. JpegFiles.Segment(marker, [.. parts[index][4..(length + 2)], 0]), .. parts[index][(length + 2)..]];
        return Join(parts);
    }

    private static byte[] WithTwice(byte marker)
    {
        var parts = Make().WriteParts();
        return Join(WithBefore(Make(), 0xDA, parts.First(part => IsMarker(part, marker))));
    }

    private static byte[] WithMarker(byte[] file, byte marker)
    {
        file[Frame(file) + 1] = marker;
        return file;
    }

    private static byte[] WithInFrame(byte[] file, int at, byte value)
    {
        file[Frame(file) + at] = value;
        return file;
    }

    /// <summary>The parts of a file, with another before the last of a marker.</summary>
    private static List<byte[]> WithBefore(ScriptedJpeg jpeg, byte marker, byte[] inserted)
    {
        var parts = jpeg.WriteParts();
        parts.Insert(parts.FindLastIndex(part => IsMarker(part, marker)), inserted);
        return parts;
    }

    private static byte[] Adobe(byte transform) => JpegFiles.Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]);

    private static byte[] Join(IEnumerable<byte[]> parts) => [.. parts.SelectMany(part => part)];

    private static bool IsMarker(byte[] part, byte marker) => part[0] == 0xFF && part[1] == marker;

    private static int Frame(byte[] file) => file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xC2]);
}
