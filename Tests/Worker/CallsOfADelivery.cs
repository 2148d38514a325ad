using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Files;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>On a shared file system each call and each byte is metered: docs/aws.md has these as a table.</summary>
public sealed class CallsOfADelivery
{
    private static readonly byte[] Original = Png.Noise(40, 30);
    private static readonly byte[] Result = WorkerFixture.Halved(Original);

    [Fact]
    public async Task ReadTheOriginalOnceAndNothingElse()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "names are exchanged as Linux does it");
        var (ending, root, file) = await DeliverAsync(real => real);

        Assert.IsType<DeliveryResult.Completed>(ending);
        Assert.Equal(Result, file);
        Assert.Equal(
            [
                nameof(IFileRoot.Load), nameof(IFileRoot.WriteTemp), nameof(IFileRoot.TryStat), nameof(IFileRoot.TryExchange),
                nameof(IFileRoot.TryStatTemp), nameof(IFileRoot.RemoveTemp), nameof(IFileRoot.TryStat), nameof(IFileRoot.SyncDirectoryOf),
            ],
            root.Calls);
        Assert.Equal(Original.Length, root.BytesRead);
    }

    [Fact]
    public async Task AreTwoLessWhereNamesCannotBeExchangedAsOnEfs()
    {
        var (ending, root, file) = await DeliverAsync(real => new PlainRoot(real));

        Assert.IsType<DeliveryResult.Completed>(ending);
        Assert.Equal(Result, file);
        Assert.Equal(
            [
                nameof(IFileRoot.Load), nameof(IFileRoot.WriteTemp), nameof(IFileRoot.TryStat), nameof(IFileRoot.TryExchange),
                nameof(IFileRoot.Replace), nameof(IFileRoot.TryStat), nameof(IFileRoot.SyncDirectoryOf),
            ],
            root.Calls);
        Assert.Equal(Original.Length, root.BytesRead);
    }

    [Fact]
    public async Task ReadTheResultWhereARenamedFileHasAnotherNumber()
    {
        var (ending, root, file) = await DeliverAsync(real => new RenumberingRoot(real));

        Assert.IsType<DeliveryResult.Completed>(ending);
        Assert.Equal(Result, file);
        Assert.Equal(Original.Length + Result.Length, root.BytesRead);
    }

    [Fact]
    public async Task ReadTheResultWhereTheAnswerToTheRenameWasLost()
    {
        var (ending, root, file) = await DeliverAsync(real => new FaultyRoot(real, renames: true, fails: true));

        Assert.IsType<DeliveryResult.Completed>(ending);
        Assert.Equal(Result, file);
        Assert.Equal(Original.Length + Result.Length, root.BytesRead);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task DoNotTakeTheOriginalForTheResultWhereNothingWasRenamed(bool fails)
    {
        var (ending, _, file) = await DeliverAsync(real => new FaultyRoot(real, renames: false, fails));

        Assert.IsNotType<DeliveryResult.Completed>(ending);
        Assert.Equal(Original, file);
    }

    /// <summary>Another program writes into the result before it is looked at: it has the temp's number, and another time.</summary>
    [Fact]
    public async Task DoNotTakeForTheResultWhatWasWrittenIntoIt()
    {
        var other = Result.Reverse().ToArray();
        var (ending, _, file) = await DeliverAsync(real => new OverwritingRoot(real, other));

        Assert.Equal(FailureReason.ChangedByOthers, Assert.IsType<DeliveryResult.DeadLettered>(ending).Failure.Reason);
        Assert.Equal(other, file);
    }

    [Fact]
    public async Task AreMadeAgainForAFileThatHasGrownSinceItsScan()
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("a.png", Original);
        var job = await fixture.SubmitAsync();
        var larger = Png.Noise(80, 60, seed: 3);
        fixture.Directory.Write("a.png", larger);
        using var root = new CountingRoot(fixture.Root);

        var ending = await fixture.DeliverAsync(job, "a.png", fixture.Processor(root));

        Assert.IsType<DeliveryResult.Completed>(ending);
        Assert.Equal(WorkerFixture.Halved(larger), fixture.Directory.Read("a.png"));
        Assert.Equal(larger.Length, root.BytesRead);
    }

    [Fact]
    public async Task LookForAnotherLedgerOnceInEachDirectory()
    {
        using var fixture = new WorkerFixture();
        foreach (var path in new[] { "a/1.png", "a/2.png", "a/b/3.png" })
        {
            fixture.Directory.Write(path, Original);
        }

        var job = await fixture.SubmitAsync();
        using var root = new CountingRoot(fixture.Root);
        var processor = fixture.Processor(root);
        var calls = new List<int>();
        foreach (var path in new[] { "a/1.png", "a/2.png", "a/b/3.png" })
        {
            var before = root.Calls.Count;
            Assert.IsType<DeliveryResult.Completed>(await fixture.DeliverAsync(job, path, processor));
            calls.Add(root.Calls.Count - before);
        }

        // Its mark, and its ledger.
        Assert.Equal((2, 2), (calls[0] - calls[1], calls[2] - calls[1]));
    }

    private static async Task<(DeliveryResult Ending, CountingRoot Root, byte[] File)> DeliverAsync(Func<IFileRoot, IFileRoot> wrap)
    {
        using var fixture = new WorkerFixture();
        fixture.Directory.Write("a.png", Original);
        var job = await fixture.SubmitAsync();
        using var root = new CountingRoot(wrap(fixture.Root));
        var ending = await fixture.DeliverAsync(job, "a.png", fixture.Processor(root));
        Assert.Empty(fixture.Directory.Temps());
        return (ending, root, fixture.Directory.Read("a.png"));
    }

    /// <summary>Has no call that exchanges names.</summary>
    private class PlainRoot(IFileRoot root) : ForwardingRoot(root)
    {
        public override bool TryExchange(TempName temp, RelativePath target) => false;
    }

    private sealed class RenumberingRoot(IFileRoot root) : PlainRoot(root)
    {
        private bool _hasRenamed;

        public override void Replace(TempName temp, RelativePath target)
        {
            base.Replace(temp, target);
            _hasRenamed = true;
        }

        public override FileIdentity? TryStat(RelativePath path) =>
            base.TryStat(path) is { } found && _hasRenamed ? found with { Inode = found.Inode + 1 } : base.TryStat(path);
    }

    private sealed class FaultyRoot(IFileRoot root, bool renames, bool fails) : PlainRoot(root)
    {
        public override void Replace(TempName temp, RelativePath target)
        {
            if (renames)
            {
                base.Replace(temp, target);
            }

            if (fails)
            {
                throw new FileFaultException(FailureReason.IoError, "no answer");
            }
        }
    }

    private sealed class OverwritingRoot(IFileRoot root, byte[] content) : PlainRoot(root)
    {
        public override void Replace(TempName temp, RelativePath target)
        {
            base.Replace(temp, target);
            using var file = File.OpenHandle(Path.Combine(Location, target.Value), access: FileAccess.Write);
            RandomAccess.Write(file, content, 0);

            // Where the clock of the file system has not gone on since the temp was written, it soon would have.
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddSeconds(1));
        }
    }
}
