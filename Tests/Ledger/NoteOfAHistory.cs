using System.Text;
using ImgCompress.Contracts;
using ImgCompress.Ledger;
using Xunit;

namespace ImgCompress.Tests.Ledger;

public sealed class NoteOfAHistory
{
    /// <summary>What ext4 has room for in an inode of 256 bytes, beside the name <c>img-compress</c>.</summary>
    private const int Room = 60;

    private static readonly Fingerprint Content = Fingerprint.Of("a result"u8);

    [Theory]
    [InlineData("down 2 gaussian")]
    [InlineData("down 2 gaussian quality=80")]
    [InlineData("long-edge 2048 lanczos3")]
    [InlineData("fit 2048x1536 catmullrom")]
    public void TakesNoBlockOfTheDisk(string spec)
    {
        var note = HistoryNote.Of(Content, History("down 4 nearest", spec));

        Assert.InRange(Encoding.UTF8.GetByteCount(note), 1, Room);
        Assert.Equal(new(new(4000, 3000), null, true, [new(null, spec)]), HistoryNote.Read(note, Content));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("4000x3000 ? scaled ?=down_2_gaussian")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0\0 4000x3000 ? scaled ?=down_2_gaussian")]
    public void IsNoneWhereItIsSomethingElse(string? note) => Assert.Null(HistoryNote.Read(note, Content));

    [Fact]
    public void IsNoneOfAnotherContent() => Assert.Null(
        HistoryNote.Read(HistoryNote.Of(Content, History("down 2 gaussian")), Fingerprint.Of("another"u8)));

    private static FileHistory History(params string[] specs) =>
        new(new(4000, 3000), new(2000, 1500), true, [.. specs.Select(spec => new AppliedSpec(default(JobId), spec))]);
}
