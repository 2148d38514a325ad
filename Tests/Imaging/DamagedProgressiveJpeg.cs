using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using Xunit;

namespace ImgCompress.Tests.Imaging;

/// <summary>
/// Whatever is wrong with a progressive JPEG: the program's own decoder leaves it to libjpeg, or takes it as libjpeg does, without a
/// warning and to the same rows.
/// </summary>
public sealed class DamagedProgressiveJpeg
{
    private const int Mutants = 300;

    /// <summary>The bytes that the format is recognised by are there.</summary>
    private const int Start = 3;

    /// <summary>As libjpeg writes colour, and about as it writes grey: few scans, but of each kind one that a code of runs is in.</summary>
    private static readonly ScriptedJpeg.Scan[] ColourScript =
    [
        new([0, 1, 2], 0, 0, 1, false), new([0], 1, 5, 2, false), new([2], 1, 63, 1, false), new([1], 1, 63, 1, false),
        new([0], 6, 63, 2, false), new([0], 1, 63, 1, true), new([0, 1, 2], 0, 0, 0, true), new([2], 1, 63, 0, true),
        new([1], 1, 63, 0, true), new([0], 1, 63, 0, true),
    ];

    private static readonly ScriptedJpeg.Scan[] GreyScript =
    [
        new([0], 0, 0, 1, false), new([0], 1, 5, 2, false), new([0], 6, 63, 1, false), new([0], 0, 0, 0, true), new([0], 1, 5, 1, true),
        new([0], 1, 63, 0, true),
    ];

    private static readonly Dictionary<string, Func<ScriptedJpeg>> Files = new()
    {
        ["grey"] = () => Create(1, 17, 9, (1, 1)),
        ["grey with restart markers and long codes"] = () => With(Create(2, 30, 9, (1, 1)), restart: 3, hasLongCodes: true),
        ["4:4:4"] = () => Create(3, 9, 7, (1, 1), (1, 1), (1, 1)),
        ["4:4:4 with restart markers"] = () => With(Create(4, 17, 9, (1, 1), (1, 1), (1, 1)), restart: 2),
        ["4:2:2"] = () => Create(8, 20, 17, (2, 1), (1, 1), (1, 1)),
        ["4:2:0"] = () => Create(5, 20, 17, (2, 2), (1, 1), (1, 1)),
        ["4:2:0 with long codes"] = () => With(Create(6, 17, 17, (2, 2), (1, 1), (1, 1)), hasLongCodes: true),
        ["4:2:0 with restart markers"] = () => With(Create(7, 33, 17, (2, 2), (1, 1), (1, 1)), restart: 1),
    };

    public static TheoryData<string> Forms => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void WithABitFlipped(string form)
    {
        var (file, random) = (Files[form]().Write(), new Random(1));
        Try(file, from _ in Enumerable.Range(0, Mutants)
                  let at = random.Next(Start, file.Length)
                  select Flipped(file, at, random.Next(8)));
    }

    /// <summary>Of each segment and scan what stands first: markers, lengths, numbers, sizes, counts, and the first of the data.</summary>
    [Theory]
    [MemberData(nameof(Forms))]
    public void WithABitOfAHeaderFlipped(string form)
    {
        const int HeaderBytes = 14;
        var parts = Files[form]().WriteParts()[1..];
        Try(Join(parts), from i in Enumerable.Range(0, parts.Count)
                         from at in Enumerable.Range(0, Math.Min(HeaderBytes, parts[i].Length))
                         from bit in Enumerable.Range(0, 8)
                         let part = With(parts[i], at, (byte)(parts[i][at] ^ (1 << bit)))
                         select ($"bit {bit} of byte {at} of part {i} flipped", Join([.. parts[..i], part, .. parts[(i + 1)..]])));

        static byte[] Join(List<byte[]> parts) => [0xFF, 0xD8, .. parts.SelectMany(part => part)];
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void WithAByteChanged(string form)
    {
        var (file, random) = (Files[form]().Write(), new Random(2));
        Try(file, from _ in Enumerable.Range(0, Mutants)
                  let at = random.Next(Start, file.Length)
                  let value = Value(random)
                  select ($"byte {at} set to {value}", With(file, at, value)));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void WithAByteMoreOrLess(string form)
    {
        var (file, random) = (Files[form]().Write(), new Random(3));
        Try(file, from _ in Enumerable.Range(0, Mutants)
                  let at = random.Next(Start, file.Length)
                  let value = Value(random)
                  select random.Next(2) == 0
                      ? ($"byte {at} left out", (byte[])[.. file[..at], .. file[(at + 1)..]])
                      : ($"{value} inserted at byte {at}", [.. file[..at], value, .. file[at..]]));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void WithSegmentsAndScansInAnotherOrderTwiceOrMissing(string form)
    {
        var parts = Files[form]().WriteParts();
        var all = Enumerable.Range(0, parts.Count).ToList();
        Try(
            [.. parts.SelectMany(part => part)],
            [
                .. from i in all from j in all[(i + 1)..] select ($"parts {i} and {j} swapped", Join(Swapped(i, j))),
                .. from i in all from j in all select ($"part {i} once more before part {j}", Join([.. all[..j], i, .. all[j..]])),
                .. from i in all select ($"part {i} missing", Join([.. all[..i], .. all[(i + 1)..]])),
            ]);

        List<int> Swapped(int i, int j) => [.. all[..i], j, .. all[(i + 1)..j], i, .. all[(j + 1)..]];

        byte[] Join(List<int> order) => [.. order.SelectMany(i => parts[i])];
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void CutOffIsLeftToLibjpeg(string form)
    {
        var file = Files[form]().Write();
        var header = JpegReader.Read(file);
        Assert.All(Enumerable.Range(0, file.Length), length => Assert.Null(JpegRows.Own(file[..length], header)));
    }

    /// <summary>Of optimal Huffman codes, as encoders write them: hardly a bit sequence is none.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OfAnEncoderWithABitFlipped(bool fullChroma)
    {
        var (file, random) = (Resizing.Resize(Pictures.Jpeg(true, 90, fullChroma), new() { Scaling = Scaling.Down(4) }), new Random(4));
        Try(file, from _ in Enumerable.Range(0, Mutants)
                  let at = random.Next(Start, file.Length)
                  select Flipped(file, at, random.Next(8)));
    }

    private static void Try(byte[] file, IEnumerable<(string What, byte[] File)> mutants)
    {
        JpegRows.AssertAccepted(file);
        Assert.NotEqual(0, JpegRows.AssertSameIfAccepted(mutants, JpegReader.Read(file)));
    }

    private static ScriptedJpeg Create(int seed, int width, int height, params (int Across, int Down)[] sampling)
    {
        var jpeg = With(RandomJpeg.Create(new(seed), width, height, isLoud: false, sampling));
        jpeg.Script.Clear();
        jpeg.Script.AddRange(sampling.Length == 1 ? GreyScript : ColourScript);
        return jpeg;
    }

    private static ScriptedJpeg With(ScriptedJpeg jpeg, int restart = 0, bool hasLongCodes = false)
    {
        (jpeg.RestartInterval, jpeg.HasLongCodes) = (restart, hasLongCodes);
        return jpeg;
    }

    /// <summary>Often one that begins a marker.</summary>
    private static byte Value(Random random) => (byte)(random.Next(4) == 0 ? 0xFF : random.Next(256));

    private static (string What, byte[] File) Flipped(byte[] file, int at, int bit) =>
        ($"bit {bit} of byte {at} flipped", With(file, at, (byte)(file[at] ^ (1 << bit))));

    private static byte[] With(byte[] file, int at, byte value)
    {
        var mutant = (byte[])file.Clone();
        mutant[at] = value;
        return mutant;
    }
}
