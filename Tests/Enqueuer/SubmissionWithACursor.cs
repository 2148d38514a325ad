using System.Text;
using System.Text.Json;
using ImgCompress.Contracts;
using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Hosting;
using ImgCompress.Enqueuer.Function;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Lambda;
using ImgCompress.Ledger;
using ImgCompress.Platform;
using ImgCompress.Queue;
using ImgCompress.Queue.Sqlite;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Ledger;
using ImgCompress.Tests.Fixtures.Wrappers;
using ImgCompress.Tests.Ledger;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>Submissions that are cut off and gone on with; how often each file's message is sent.</summary>
[Trait("Speed", "Slow")]
public sealed class SubmissionWithACursor(Emulators emulators) : LedgerTests(emulators)
{
    private const int Directories = 7;
    private const int Files = 1000;

    /// <summary>A batch, and the one that gets its rows meanwhile.</summary>
    private const int InProgress = 2 * 200;

    private readonly TemporaryDirectory _directory = new();

    [Theory, ClassData<LedgerBackends>]
    public async Task GoesOnWhereItWasCutOffAndSendsNothingElseAgain(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        using var queue = new QueueThatBreaks(_directory.At("queue.db"));
        var faults = 0;
        for (var end = false; !end;)
        {
            queue.BatchesToTake = 1;
            var current = (await Ledger.FindJobAsync(job.Id, Any))!;
            try
            {
                await new Submitter(Ledger, queue).SubmitAsync(current, Scan(), new(), Any);
                end = true;
            }
            catch (SubmissionException)
            {
                faults++;
            }
        }

        job = (await Ledger.FindJobAsync(job.Id, Any))!;
        Assert.Equal((JobState.Sealed, null), (job.State, job.Cursor));
        Assert.Equal(Files, (await Ledger.CountAsync(job.Id, Any)).Items);
        Assert.Equal((Files / 200, Files, Files), (faults + 1, queue.Sent.Count, queue.Sent.Distinct().Count()));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task IsTakenOverByOneOfTwo(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        using var queue = new QueueThatBreaks(_directory.At("queue.db"));
        using var beside = await OpenBesideAsync();

        var both = await Task.WhenAll(TryAsync(Ledger), TryAsync(beside));
        var now = (await Ledger.FindJobAsync(job.Id, Any))!;

        Assert.Contains(null, both);
        Assert.All(both.OfType<SubmissionException>(), end => Assert.Contains("somebody else", end.Message, StringComparison.Ordinal));
        Assert.Equal((JobState.Sealed, Files), (now.State, (await Ledger.CountAsync(job.Id, Any)).Items));
        Assert.Equal(Files, queue.Sent.Distinct().Count());
        Assert.InRange(queue.Sent.Count, Files, Files + InProgress);

        async Task<Exception?> TryAsync(IJobLedger ledger) =>
            await Record.ExceptionAsync(() => new Submitter(ledger, queue).SubmitAsync(job, Scan(), new(), Any));
    }

    [Theory, ClassData<LedgerBackends>]
    public async Task MovesOnlyFromWhereItWasRead(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        var (first, second) = (RelativePath.Join("", "a.jpg"), RelativePath.Join("", "b.jpg"));

        var moved = await Ledger.AdvanceAsync(job, first, 2, Any);
        var late = await Ledger.AdvanceAsync(job, second, 1, Any);
        var on = await Ledger.AdvanceAsync(moved!, second, 3, Any);

        Assert.Null(late);
        Assert.Equal(on, await Ledger.FindJobAsync(job.Id, Any));
        Assert.Equal((second, 5, Clock.GetUtcNow()), (on!.Cursor, on.LeftOut, on.Advanced));
        await Ledger.SealAsync(job, Any);
        Assert.Null(await Ledger.AdvanceAsync(on, first, 0, Any));
        Assert.Equal((null, 5), ((await Ledger.FindJobAsync(job.Id, Any))!.Cursor, (await Ledger.FindJobAsync(job.Id, Any))!.LeftOut));
        var again = await Ledger.RestartAsync(job, Any);
        Assert.Equal(again, await Ledger.FindJobAsync(job.Id, Any));
        Assert.Equal((JobState.Loading, 0), (again!.State, again.LeftOut));
        await Ledger.CancelAsync(job.Id, Any);
        Assert.Null(await Ledger.AdvanceAsync(again, first, 0, Any));
        Assert.Null(await Ledger.RestartAsync(again, Any));
    }

    /// <summary>As a request that was lost on the way, and made again, may still arrive when the submission is over.</summary>
    [Theory, ClassData<LedgerBackends>]
    public async Task IsNotBegunAnewEndedOrMovedByALateCall(LedgerBackend backend)
    {
        await OpenAsync(backend);
        var job = await MakeJobAsync();
        await Ledger.SealAsync(job, Any);
        var once = (await Ledger.RestartAsync(job, Any))!;
        Assert.Null(await Ledger.AdvanceAsync(job, RelativePath.Join("", "a.jpg"), 0, Any));
        await Ledger.SealAsync(job, Any);
        Assert.Equal(once, await Ledger.FindJobAsync(job.Id, Any));
        await Ledger.SealAsync(once, Any);

        var late = await Ledger.RestartAsync(job, Any);

        Assert.Null(late);
        Assert.Equal(JobState.Sealed, (await Ledger.FindJobAsync(job.Id, Any))!.State);
        var twice = (await Ledger.RestartAsync(once, Any))!;
        await Ledger.SealAsync(twice, Any);
        Assert.Equal((JobState.Sealed, 2), ((await Ledger.FindJobAsync(job.Id, Any))!.State, twice.Submissions));
    }

    [Fact]
    public async Task OfAJobThatIsCancelledMeanwhileEndsAndSaysSo()
    {
        await OpenAsync(LedgerBackend.Sqlite);
        var job = await MakeJobAsync();
        await Ledger.CancelAsync(job.Id, Any);
        using var queue = new QueueThatBreaks(_directory.At("queue.db"));

        var end = await Assert.ThrowsAsync<SubmissionException>(() => new Submitter(Ledger, queue).SubmitAsync(job, Scan(), new(), Any));

        Assert.Contains("has been cancelled", end.Message, StringComparison.Ordinal);
    }

    /// <summary>In a function with little time: the next invocations, which the schedule makes, go on with it.</summary>
    [Fact]
    public async Task OfAFunctionContinuesItself()
    {
        for (var file = 0; file < Files; file++)
        {
            _directory.Write($"{file % Directories}/{file}.png", "x"u8);
        }

        using var store = EmbeddedStore.OpenOrCreate(_directory.Path, Clock, new Random(1));
        await store.Ownership.TakeAsync(Any);
        using var queue = store.OpenQueue(only: null);
        Clock.AutoAdvanceAmount = TimeSpan.FromMilliseconds(10);
        var function = new SubmitFunction(
            new() { Root = _directory.Path, Aws = null }, Backend.OnDirectory(store), Clock, new Random(2));

        var first = await InvokeAsync(function, """{"dir":"."}""");
        var early = await InvokeAsync(function, """{"continue":true}""");
        var invocations = 1;
        for (var complete = false; !complete; invocations++)
        {
            Clock.Advance(TimeSpan.FromMinutes(3));
            var answer = (await InvokeAsync(function, """{"continue":true}""")).GetProperty("jobs").EnumerateArray().Single();
            Assert.Equal(first.GetProperty("job").GetString(), answer.GetProperty("job").GetString());
            complete = answer.GetProperty("complete").GetBoolean();
        }

        var job = await store.Ledger.ListJobsAsync(Any).SingleAsync(Any);
        var received = await queue.ReceiveAsync(2 * Files, TimeSpan.FromHours(1), Any);
        Assert.False(first.GetProperty("complete").GetBoolean());
        Assert.Empty(early.GetProperty("jobs").EnumerateArray());
        Assert.InRange(invocations, 3, 10);
        Assert.Equal((JobState.Sealed, Files), (job.State, (await store.Ledger.CountAsync(job.Id, Any)).Items));
        Assert.Equal((Files, Files), (received.Count, received.Select(message => message.Body).Distinct().Count()));
    }

    [Fact]
    public void ComesToTheSameFilesInTheSameOrderFromAnyOfThem()
    {
        using var root = FileRoot.Open(_directory.Path);
        foreach (var name in new[] { "b/2.jpg", "b.jpg", "b/a/1.jpg", "b-1.jpg", "a.jpg", "b/a.jpg", "c/x/y/z.jpg", "ä.jpg", "B.jpg" })
        {
            _directory.Write(name, "x"u8);
        }

        var all = new DirectoryScan(root, "", new()).Files().Select(file => file.Path).ToList();

        Assert.Equal("B.jpg a.jpg b/2.jpg b/a/1.jpg b/a.jpg b-1.jpg b.jpg c/x/y/z.jpg ä.jpg", string.Join(' ', all));
        Assert.All(Enumerable.Range(0, all.Count), i => Assert.Equal(
            all[(i + 1)..], new DirectoryScan(root, "", new()).Files(all[i]).Select(file => file.Path)));
        Assert.Equal(["b/a/1.jpg", "b/a.jpg"], new DirectoryScan(root, "b", new()).Files(all[2]).Select(file => file.Path.Value));
    }

    [Fact]
    public void HasReadADirectorysNamesBeforeAWorkerRenamesAmongThem()
    {
        using var root = FileRoot.Open(_directory.Path);
        for (var file = 0; file < 500; file++)
        {
            _directory.Write($"{file}.jpg", "x"u8);
        }

        var found = new List<string>();
        foreach (var file in new DirectoryScan(root, "", new()).Files())
        {
            found.Add(file.Path.Value);
            System.IO.File.Delete(_directory.At(file.Path.Value));
            _directory.Write(file.Path.Value, "another"u8);
        }

        Assert.Equal((500, 500), (found.Count, found.Distinct(StringComparer.Ordinal).Count()));
    }

    private async Task<JsonElement> InvokeAsync(SubmitFunction function, string payload)
    {
        var deadline = Clock.GetUtcNow() + TimeSpan.FromSeconds(14);
        var answer = await function.HandleAsync(new(new Invocation("id", deadline, null), Encoding.UTF8.GetBytes(payload)), Any);
        return JsonDocument.Parse(answer).RootElement;
    }

    private DirectoryScan Scan()
    {
        var files = Enumerable.Range(0, Files).ToLookup(file => $"{file % Directories}", file => $"{file}.png");
        var names = files.ToDictionary(
            directory => directory.Key,
            IReadOnlyList<DirectoryEntry> (directory) => [.. directory.Reverse().Select(name => new DirectoryEntry(name, EntryKind.File))],
            StringComparer.Ordinal);
        names[""] = [.. files.Select(directory => new DirectoryEntry(directory.Key, EntryKind.Directory)).Reverse()];
        return new(new RootOfNames(FileRoot.Open(_directory.Path), names), "", new());
    }

    public override async ValueTask DisposeAsync()
    {
        _directory.Dispose();
        await base.DisposeAsync();
    }

    /// <summary>Takes so many batches and then refuses one.</summary>
    private sealed class QueueThatBreaks(string path) : ForwardingQueue(new SqliteQueue(path, TimeProvider.System))
    {
        private readonly Lock _lock = new();

        public int BatchesToTake { get; set; } = int.MaxValue;

        public List<RelativePath> Sent { get; } = [];

        public override Task<IReadOnlyList<Unsent>> SendAsync(
            IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
        {
            lock (_lock)
            {
                if (BatchesToTake-- <= 0)
                {
                    return Task.FromResult<IReadOnlyList<Unsent>>([.. messages.Select(message => new Unsent(message, "it is full"))]);
                }

                Sent.AddRange(messages.Select(message => message.Message.Path));
                return Task.FromResult<IReadOnlyList<Unsent>>([]);
            }
        }
    }
}
