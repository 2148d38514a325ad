using ImgCompress.Contracts;
using ImgCompress.Queue;
using ImgCompress.Tests.Fixtures.Aws;
using ImgCompress.Tests.Fixtures.Queue;
using Xunit;

namespace ImgCompress.Tests.Queue;

/// <summary>
/// A queue of a test's own. Time is the queue's: one passes when the test says so, another by itself, while its receiving waits. So
/// visibility timeouts are a few seconds, and nothing here waits but by receiving. A test opens its queue first, on the backend that it
/// is run on.
/// </summary>
public abstract class QueueTests(Emulators emulators) : IAsyncDisposable
{
    protected static readonly CancellationToken Any = CancellationToken.None;

    /// <summary>Longer than a queue waits for a message.</summary>
    protected static readonly TimeSpan Visibility = TimeSpan.FromSeconds(3);

    /// <summary>Longer than a test takes.</summary>
    protected static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    protected static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    protected IJobQueue Queue { get; private set; } = null!;

    protected TimeProvider Time => Fixture!.Time;

    private protected QueueFixture? Fixture { get; private set; }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Fixture is not null)
        {
            await Fixture.DisposeAsync();
        }
    }

    /// <summary>Opens the queue of the test, which is empty; skips the test where the backend is missing.</summary>
    protected async Task OpenAsync(QueueBackend backend)
    {
        Fixture = backend switch
        {
            QueueBackend.Sqlite => new SqliteQueueFixture(),
            QueueBackend.Simulated => new SimulatedQueueFixture(),
            _ => new SqsQueueFixture(emulators, backend),
        };
        Queue = await Fixture.OpenAsync();
    }

    protected void Pass(TimeSpan time) => Fixture!.Pass(time);

    protected static JobMessage Message(string path, string job = "job-1") =>
        RelativePath.TryParse(path, out var parsed) ? new(Job(job), parsed) : throw new ArgumentException(path);

    /// <summary>The next messages; fails where none comes.</summary>
    protected async Task<IReadOnlyList<ReceivedMessage>> ReceiveAsync(TimeSpan visibility)
    {
        var until = Time.GetUtcNow() + Patience;
        while (true)
        {
            var received = await Queue.ReceiveAsync(10, visibility, Any);
            if (received.Count > 0)
            {
                return received;
            }

            Assert.True(Time.GetUtcNow() < until, "nothing came");
            Pass(TimeSpan.FromSeconds(1));
        }
    }

    protected static JobId Job(string name) => JobId.TryParse(name, out var job) ? job : throw new ArgumentException(name);

    protected async Task<IReadOnlyList<ReceivedMessage>> ReceiveAllAsync(int count, TimeSpan visibility)
    {
        var all = new List<ReceivedMessage>();
        while (all.Count < count)
        {
            all.AddRange(await ReceiveAsync(visibility));
        }

        Assert.Equal(count, all.Count);
        return all;
    }

    /// <summary>Waits until so many are counted: counts are approximate, and what has just come may not be in them yet.</summary>
    protected async Task DeadLettersBecomeAsync(int expected)
    {
        var until = Time.GetUtcNow() + Patience;
        for (var count = -1L; count != expected;)
        {
            count = await Queue.CountDeadLettersAsync(Any);
            Assert.True(count == expected || Time.GetUtcNow() < until, $"{count} dead letters are counted, not {expected}");
            Pass(TimeSpan.FromSeconds(1));
        }
    }

    protected async Task NothingComesAsync(TimeSpan within)
    {
        var until = Time.GetUtcNow() + within;
        do
        {
            Assert.Empty(await Queue.ReceiveAsync(10, Long, Any));
            Pass(TimeSpan.FromSeconds(1));
        }
        while (Time.GetUtcNow() < until);
    }
}
