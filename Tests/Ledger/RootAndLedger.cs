using System.Text;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Ledger;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Ledger;

/// <summary>How a root and a ledger take each other, on every backend.</summary>
public sealed class RootAndLedger(Emulators emulators) : LedgerTests(emulators)
{
    // More steps than either takes: the last cases are those of a process that lives.
    private const int MoreThanAll = 30;

    private static readonly RootIdentity First = new("r", "l", new(2026, 1, 31, 14, 25, 30, TimeSpan.Zero), 0);

    private readonly TemporaryDirectory _directory = new();
    private IFileRoot? _root;

    public static TheoryData<int, bool, bool> Deaths { get; } = new(
        from step in Enumerable.Range(0, MoreThanAll)
        from after in new[] { false, true }
        from adopting in new[] { false, true }
        select (step, after, adopting));

    private IFileRoot Root => _root ??= FileRoot.Open(_directory.Path);

    [Theory, ClassData<LedgerBackends>]
    public async Task AreGivenOnlyOnTheConditionOfWhatStands(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var second = First with { Ledger = "m", Generation = 7 };

        Assert.Null(await Ledger.FindRootAsync(Any));
        Assert.True(await Ledger.StoreRootAsync(First, null, Any));
        Assert.False(await Ledger.StoreRootAsync(second, null, Any));
        Assert.False(await Ledger.StoreRootAsync(second, First with { Generation = 1 }, Any));
        Assert.Equal(First, await Ledger.FindRootAsync(Any));
        Assert.True(await Ledger.StoreRootAsync(second, First, Any));
        Assert.Equal(second, await Ledger.FindRootAsync(Any));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task TakeEachOtherOnceAndForAll(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var beside = await OpenBesideAsync();

        await Task.WhenAll(OwnershipOf(Ledger).TakeAsync(Any), OwnershipOf(beside).TakeAsync(Any));

        var mark = RootMark.Read(Root)!;
        Assert.Equal(MarkState.Complete, mark.State);
        Assert.True(mark.Identity.IsOf(await Ledger.FindRootAsync(Any)));
        Assert.Equal(await Ledger.FindPlaceAsync(Any), mark.Place);
        await OwnershipOf(beside).RequireAsync(Any);
        Assert.Equal(mark.Place, (await OwnershipOf(Ledger).CompareAsync(Any))!.Place);
    }

    [Fact]
    public async Task AreNotToBeFoundInASecondDirectory()
    {
        await OpenAsync(LedgerBackend.Sqlite);
        await OwnershipOf(Ledger).TakeAsync(Any);
        using var other = new TemporaryDirectory();
        using var root = FileRoot.Open(other.Path);

        var refusal = await Assert.ThrowsAsync<ForeignRootException>(
            () => new RootOwnership(root, Ledger, Clock, new Random(2)).TakeAsync(Any));

        Assert.Contains($"belongs to another directory than '{other.Path}', which has no mark", refusal.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(other.At(".img-compress/root.json")));
    }

    [Fact]
    public async Task BelowAnotherRootAreRefused()
    {
        await OpenAsync(LedgerBackend.Sqlite);
        await OwnershipOf(Ledger).TakeAsync(Any);
        Directory.CreateDirectory(_directory.At("below"));
        using var root = FileRoot.Open(_directory.At("below"));
        using var fixture = new TemporaryDirectory();
        using var ledger = new ImgCompress.Ledger.Sqlite.SqliteLedger(fixture.At("ledger.db"), Clock);

        var ownership = new RootOwnership(root, ledger, Clock, new Random(2));
        foreach (var take in new Func<CancellationToken, Task>[] { ownership.TakeAsync, ownership.AdoptAsync })
        {
            var refusal = await Assert.ThrowsAsync<ForeignRootException>(() => take(Any));
            Assert.Contains($"lies in '{_directory.Path}', which has a ledger of its own", refusal.Message, StringComparison.Ordinal);
        }

        Assert.False(System.IO.File.Exists(_directory.At("below/.img-compress/root.json")));
    }

    /// <summary>One above is marked between the look for one and the mark: it may have begun to work on the same files.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task BelowOneThatIsTakenAtTheSameMomentAreRefused(bool adopts)
    {
        await OpenAsync(LedgerBackend.Sqlite);
        Directory.CreateDirectory(_directory.At("below"));
        using var below = FileRoot.Open(_directory.At("below"));
        using var root = new RootWithSomethingAfterTheLook(below, () => _directory.Write(".img-compress/root.json", "{}"u8));
        var ownership = new RootOwnership(root, Ledger, Clock, new Random(2));

        for (var time = 0; time < 2; time++)
        {
            var refusal = await Assert.ThrowsAsync<ForeignRootException>(
                () => adopts ? ownership.AdoptAsync(Any) : ownership.TakeAsync(Any));
            Assert.Contains($"lies in '{_directory.Path}', which has a ledger of its own", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("remove its '.img-compress/'", refusal.Message, StringComparison.Ordinal);
        }

        Assert.Null(await Ledger.FindRootAsync(Any));
    }

    /// <summary>The one above passes over it.</summary>
    [Fact]
    public async Task BelowAnotherRootAreAdoptedWhereTheyWereMarkedBefore()
    {
        await OpenAsync(LedgerBackend.Sqlite);
        Directory.CreateDirectory(_directory.At("below"));
        using var root = FileRoot.Open(_directory.At("below"));
        using var fixture = new TemporaryDirectory();
        using (var earlier = new ImgCompress.Ledger.Sqlite.SqliteLedger(fixture.At("earlier.db"), Clock))
        {
            await new RootOwnership(root, earlier, Clock, new Random(2)).TakeAsync(Any);
        }

        await OwnershipOf(Ledger).TakeAsync(Any);
        using var ledger = new ImgCompress.Ledger.Sqlite.SqliteLedger(fixture.At("ledger.db"), Clock);
        await new RootOwnership(root, ledger, Clock, new Random(3)).AdoptAsync(Any);

        Assert.True(RootMark.Read(root)!.Identity.IsOf(await ledger.FindRootAsync(Any)));
    }

    /// <summary>
    /// A worker that stalls between what it read and the mark that it writes, while the root is given to another ledger: it must not take
    /// it back.
    /// </summary>
    [Theory]
    [InlineData(MarkState.Complete)]
    [InlineData(MarkState.Beginning)]
    public async Task AreNotTakenBackByAMarkThatIsWrittenLate(MarkState standing)
    {
        await OpenAsync(LedgerBackend.Sqlite);
        await OwnershipOf(Ledger).TakeAsync(Any);
        if (standing == MarkState.Beginning)
        {
            WriteMark(RootMark.Read(Root)! with { State = MarkState.Beginning });
        }

        using var fixture = new TemporaryDirectory();
        using var adopting = new ImgCompress.Ledger.Sqlite.SqliteLedger(fixture.At("ledger.db"), Clock);
        using var stalling = new RootWithAStall(Root, Adopt);

        await Assert.ThrowsAsync<ForeignRootException>(() => new RootOwnership(stalling, Ledger, Clock, new Random(1)).TakeAsync(Any));

        Assert.True(RootMark.Read(Root)!.Identity.IsOf(await adopting.FindRootAsync(Any)));
        Assert.DoesNotContain(
            Directory.GetFiles(_directory.At(".img-compress")), path => path.Contains("root.json.", StringComparison.Ordinal));

        // An embedded ledger answers at once.
        void Adopt() => Assert.True(new RootOwnership(Root, adopting, Clock, new Random(4)).AdoptAsync(Any).IsCompletedSuccessfully);
    }

    /// <summary>
    /// One that goes on with an adoption and stalls between mark and row, while the same ledger adopts the root anew: it must not store the
    /// row of the earlier adoption over that of the later one, since nobody could work by the two any more.
    /// </summary>
    [Theory, ClassData<LedgerBackends>]
    public async Task AreNotPartedByAnAdoptionThatGoesOnLate(LedgerBackend backend)
    {
        await OpenAsync(backend);
        await OwnershipOf(Ledger).TakeAsync(Any);
        var mark = RootMark.Read(Root)!;
        WriteMark(mark with { State = MarkState.Adopting, Identity = mark.Identity with { Ledger = "cut off" } });
        var later = new RootOwnership(Root, Ledger, Clock, new Random(4));
        using var stalling = new LedgerWithAStall(Ledger, () => later.AdoptAsync(Any));

        await OwnershipOf(stalling).TakeAsync(Any);

        Assert.True(RootMark.Read(Root) is { State: MarkState.Complete } found && found.Identity.IsOf(await Ledger.FindRootAsync(Any)));
        await later.RequireAsync(Any);
    }

    [Fact]
    public async Task LoseNoMarkOfManyWhoReplaceIt()
    {
        const int Writers = 8;
        const int EachAdds = 25;
        using var state = Root.OpenState(StateUse.Create)!;
        state.Write("counter", "0 of nobody"u8);

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(() =>
        {
            for (var applied = 0; applied < EachAdds;)
            {
                var standing = state.Read("counter")!;
                var next = $"{CountIn(standing) + 1} of {writer}";
                applied += state.TryReplace("counter", standing, Encoding.UTF8.GetBytes(next)) ? 1 : 0;
            }
        })));

        // Who was told that it failed may have been overtaken by the next already; who was told that it did is never lost.
        Assert.InRange(CountIn(state.Read("counter")!), Writers * EachAdds, int.MaxValue);

        static int CountIn(byte[] content) =>
            int.Parse(Encoding.UTF8.GetString(content).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Whoever comes next with the same two completes it.</summary>
    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task CutOffAtAnyStepAreCompletedByTheNext(int stepsToLive, bool dieAfterTheCall, bool adopting)
    {
        await OpenAsync(LedgerBackend.Sqlite);
        if (adopting)
        {
            using var first = new TemporaryDirectory();
            using var earlier = new ImgCompress.Ledger.Sqlite.SqliteLedger(first.At("ledger.db"), Clock);
            await new RootOwnership(Root, earlier, Clock, new Random(3)).TakeAsync(Any);
        }

        var life = new CrashPoint(stepsToLive, dieAfterTheCall);
        using var root = new CrashingRoot(Root, life);
        using var ledger = new CrashingLedger(Ledger, life);
        var dying = new RootOwnership(root, ledger, Clock, new Random(1));
        var died = false;
        try
        {
            await (adopting ? (Task)dying.AdoptAsync(Any) : dying.TakeAsync(Any));
        }
        catch (WorkerDiedException)
        {
            died = true;
        }

        if (adopting && RootMark.Read(Root) is { State: MarkState.Complete } old && !old.Identity.IsOf(await Ledger.FindRootAsync(Any)))
        {
            // It died before it began, and the root is still the earlier ledger's.
            Assert.True(died);
            await Assert.ThrowsAsync<ForeignRootException>(() => OwnershipOf(Ledger).TakeAsync(Any));
            await OwnershipOf(Ledger).AdoptAsync(Any);
        }

        await OwnershipOf(Ledger).TakeAsync(Any);
        var mark = RootMark.Read(Root)!;
        Assert.Equal(MarkState.Complete, mark.State);
        Assert.True(mark.Identity.IsOf(await Ledger.FindRootAsync(Any)));
        Assert.True(died || life.Steps < MoreThanAll);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _root?.Dispose();
        _directory.Dispose();
    }

    private void WriteMark(RootMark mark)
    {
        using var state = Root.OpenState(StateUse.Use)!;
        state.Write(StateDirectory.Mark, mark.ToJson());
    }

    private RootOwnership OwnershipOf(IJobLedger ledger) => new(Root, ledger, Clock, new Random(1));

    /// <summary>Its user stalls once, when it is about to read whose the ledger is; another does something then.</summary>
    private sealed class LedgerWithAStall(IJobLedger ledger, Func<Task> meanwhile) : ForwardingLedger(ledger)
    {
        private Func<Task>? _meanwhile = meanwhile;

        public override async Task<RootIdentity?> FindRootAsync(CancellationToken cancellationToken)
        {
            if (Interlocked.Exchange(ref _meanwhile, null) is { } something)
            {
                await something();
            }

            return await base.FindRootAsync(cancellationToken);
        }
    }

    private sealed class RootWithSomethingAfterTheLook(IFileRoot root, Action something) : ForwardingRoot(root)
    {
        public override FoundRoot? FindRootAbove()
        {
            var found = base.FindRootAbove();
            something();
            return found;
        }
    }
}
