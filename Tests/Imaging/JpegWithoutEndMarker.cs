using ImgCompress.Contracts;
using ImgCompress.Engine.Imaging;
using ImgCompress.Engine.Imaging.Formats.Jpeg;
using ImgCompress.Tests.Fixtures.Images;
using NetVips;
using Xunit;

namespace ImgCompress.Tests.Imaging;

public sealed class JpegWithoutEndMarker
{
    private static readonly Dictionary<string, Func<byte[]>> All = new(StringComparer.Ordinal)
    {
        ["baseline"] = () => Pictures.Jpeg(),
        ["full chroma"] = () => Pictures.Jpeg(fullChroma: true),
        ["own tables"] = () => Pictures.Encode(i => i.JpegsaveBuffer(q: 50, optimizeCoding: true, keep: Enums.ForeignKeep.None)),
        ["progressive"] = () => Pictures.Jpeg(progressive: true),
        ["progressive, coarse"] = () => Pictures.Jpeg(progressive: true, quality: 15, fullChroma: true),
        ["progressive grey"] = () => Pictures.Encode(i => i.JpegsaveBuffer(interlace: true, keep: Enums.ForeignKeep.None), channels: 1),
        ["restarts"] = () => Pictures.Encode(i => i.JpegsaveBuffer(restartInterval: 3, keep: Enums.ForeignKeep.None)),
        ["progressive restarts"] = () =>
            Pictures.Encode(i => i.JpegsaveBuffer(restartInterval: 3, interlace: true, keep: Enums.ForeignKeep.None)),
        ["grey"] = () => Pictures.Encode(i => i.JpegsaveBuffer(keep: Enums.ForeignKeep.None), channels: 1),
        ["inks"] = () => Pictures.Cmyk(i => i.JpegsaveBuffer(keep: Enums.ForeignKeep.None)),
    };

    public static TheoryData<string> Forms => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsResizedWhereAllOfItsPictureIsThere(string form)
    {
        var file = All[form]();
        var whole = Resizing.Resize(file);
        Assert.Equal(whole, Resizing.Resize(file[..^2]));
        Assert.Equal(whole, Resizing.Resize(file[..^1]));
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsRefusedWhereverElseItEnds(string form)
    {
        var file = All[form]();
        for (var length = 2; length < file.Length - 2; length += length < file.Length - 300 ? 7 : 1)
        {
            var result = Resizing.Try(file[..length], new(), Resizing.Half);
            Assert.True(
                result is ResizeResult.Refused { Failure.Reason: FailureReason.Corrupt or FailureReason.NotAnImage },
                $"{length} of {file.Length}");
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void IsRefusedWhereItIsFilledUp(string form)
    {
        var file = All[form]();
        var scan = Resizing.Header<JpegHeader>(file).ScanOffset;
        foreach (var length in (int[])[scan + ((file.Length - scan) / 2), file.Length - 20, file.Length - 2])
        {
            foreach (var filling in (byte[])[0x00, 0x55])
            {
                byte[] filled = [.. file[..length], .. Enumerable.Repeat(filling, file.Length)];
                Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(filled).Reason);
            }
        }
    }

    [Fact]
    public void IsRefusedWithoutItsLastScans()
    {
        var file = Pictures.Jpeg(progressive: true);
        var last = file.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xFF, 0xC4]);
        Resizing.Resize([.. file[..last], 0xFF, 0xD9]);
        Assert.Equal(FailureReason.Corrupt, Resizing.Refusal(file[..last]).Reason);
    }
}
