using ImgCompress.Configuration;
using ImgCompress.Engine.Embedded;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>
/// As two processes have it: whoever closes first must not take away what tells that a log is missing. Who is the last is asked alone: a
/// process that another test starts has, until it is one of its own, every lock of this one.
/// </summary>
public sealed class LedgerOpenTwice : IDisposable
{
    private const string IsOpen = ".img-compress/ledger.open";
    private const string Ledger = ".img-compress/ledger.db";
    private const string Log = ".img-compress/ledger.db-wal";

    private readonly TemporaryDirectory _directory = new();

    [Theory(DisableParallelization = true)]
    [InlineData(true)]
    [InlineData(false)]
    public void IsOpenUntilBothHaveClosedIt(bool firstClosesFirst)
    {
        var first = OpenOrCreate(_directory);
        var second = OpenExisting(_directory);

        (firstClosesFirst ? first : second).Dispose();

        AssertNoticedWithoutLog();
        (firstClosesFirst ? second : first).Dispose();
        AssertClosed();
    }

    /// <summary>A command that only looks does for a run that was cut off what that had left to do.</summary>
    [Fact(DisableParallelization = true)]
    public void IsClosedByWhoeverIsLast()
    {
        using var first = OpenOrCreate(_directory);
        using var cutOff = _directory.Copy();
        Assert.True(File.Exists(cutOff.At(IsOpen)));

        OpenExisting(cutOff).Dispose();

        Assert.False(File.Exists(cutOff.At(IsOpen)));
        Assert.False(File.Exists(cutOff.At(Log)));
        OpenOrCreate(cutOff).Dispose();
    }

    /// <summary>Its holder may have been stopped in the midst of a transaction, for which opening the ledger would wait.</summary>
    [Fact]
    public void IsNotLookedAtBesideTheHolderOfTheLock()
    {
        using var root = FileRoot.Open(_directory.Path);
        using var state = root.OpenState(StateUse.Create)!;
        using var held = RunLock.Take(state, TimeProvider.System);
        _directory.Write(".img-compress/ledger.db", "in the making"u8);

        var refusal = Assert.Throws<UsageException>(
            () => EmbeddedStore.OpenToWork(_directory.Path, new FakeTimeProvider(), new Random(1)));

        Assert.StartsWith("another run is at work on this directory", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>One that is opened just as the last other is closed is not taken for damaged.</summary>
    [Fact(DisableParallelization = true)]
    public async Task IsOpenedWhileItIsClosed()
    {
        OpenOrCreate(_directory).Dispose();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            for (var time = 0; time < 40; time++)
            {
                OpenExisting(_directory).Dispose();
            }
        })));

        AssertClosed();
    }

    [Fact]
    public void OfALaterVersionKeepsItsLog()
    {
        var first = OpenOrCreate(_directory);
        using var cutOff = _directory.Copy();
        first.Dispose();
        using (var connection = new SqliteConnection($"Data Source={cutOff.At(".img-compress/ledger.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version = 99";
            command.ExecuteNonQuery();
            File.Copy(cutOff.At(Log), cutOff.At("log"));
        }

        File.Copy(cutOff.At("log"), cutOff.At(Log));

        var refusal = Assert.Throws<UsageException>(() => OpenExisting(cutOff));

        Assert.Contains("has version 99", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(cutOff.At(Log)));
    }

    /// <summary>Between the look for a root above and the mark, one above is taken: the refusal must leave the files to that.</summary>
    [Fact(DisableParallelization = true)]
    public async Task OfARefusedRunIsGoneWithIt()
    {
        Directory.CreateDirectory(_directory.At("below"));
        var (store, runLock) = EmbeddedStore.OpenToWork(_directory.At("below"), new FakeTimeProvider(), new Random(1));
        using var above = OpenOrCreate(_directory);

        await Assert.ThrowsAsync<ForeignRootException>(() => store.Ownership.TakeAsync(CancellationToken.None));
        store.Dispose();
        runLock.Dispose();

        Assert.Equal(new FoundRoot(_directory.Path, "below"), FileRoot.Find(_directory.At("below")));
        Assert.False(File.Exists(_directory.At($"below/{Ledger}")));
    }

    [Fact(DisableParallelization = true)]
    public async Task OfNobodyStaysAsLongAsSomebodyHasItOpen()
    {
        var first = OpenUntaken(_directory);
        var second = OpenUntaken(_directory);

        first.Dispose();
        Assert.True(File.Exists(_directory.At(Ledger)));
        await second.Ownership.TakeAsync(CancellationToken.None);
        second.Dispose();

        Assert.True(File.Exists(_directory.At(Ledger)));
    }

    public void Dispose() => _directory.Dispose();

    /// <summary>As the process that still has it open leaves it when it is killed.</summary>
    private void AssertNoticedWithoutLog()
    {
        using var cutOff = _directory.Copy();
        File.Delete(cutOff.At(Log));
        var refusal = Assert.Throws<UsageException>(() => OpenOrCreate(cutOff));
        Assert.Contains("lacks its log (ledger.db-wal)", refusal.Message, StringComparison.Ordinal);
    }

    private void AssertClosed() =>
        Assert.Equal((false, false), (File.Exists(_directory.At(IsOpen)), File.Exists(_directory.At(Log))));

    private static EmbeddedStore OpenOrCreate(TemporaryDirectory directory)
    {
        var store = OpenUntaken(directory);

        // An embedded ledger answers at once.
        Assert.True(store.Ownership.TakeAsync(CancellationToken.None).IsCompletedSuccessfully);
        return store;
    }

    private static EmbeddedStore OpenUntaken(TemporaryDirectory directory) =>
        EmbeddedStore.OpenOrCreate(directory.Path, new FakeTimeProvider(), new Random(1));

    private static EmbeddedStore OpenExisting(TemporaryDirectory directory) =>
        EmbeddedStore.OpenExisting(directory.Path, new FakeTimeProvider(), new Random(1))!;
}
