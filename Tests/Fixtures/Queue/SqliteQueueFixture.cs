using ImgCompress.Queue;
using ImgCompress.Queue.Sqlite;
using Microsoft.Extensions.Time.Testing;

namespace ImgCompress.Tests.Fixtures.Queue;

internal sealed class SqliteQueueFixture : QueueFixture
{
    private readonly TemporaryDirectory _directory = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 31, 14, 25, 30, TimeSpan.Zero));
    private SqliteQueue? _queue;

    public override TimeProvider Time => _clock;

    public override ValueTask<IJobQueue> OpenAsync() => new(_queue = new SqliteQueue(_directory.At("queue.db"), _clock));

    public override void Pass(TimeSpan time) => _clock.Advance(time);

    protected override ValueTask RemoveAsync()
    {
        _queue?.Dispose();
        _directory.Dispose();
        return default;
    }
}
