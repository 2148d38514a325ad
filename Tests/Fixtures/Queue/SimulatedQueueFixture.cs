using ImgCompress.Queue;
using ImgCompress.Tests.Fixtures.Simulation;
using Microsoft.Extensions.Time.Testing;

namespace ImgCompress.Tests.Fixtures.Queue;

/// <summary>What the simulator takes for a queue does what the real ones do.</summary>
internal sealed class SimulatedQueueFixture : QueueFixture
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 31, 14, 25, 30, TimeSpan.Zero));

    public override TimeProvider Time => _clock;

    public override ValueTask<IJobQueue> OpenAsync() =>
        new(new SimulatedQueue(new(_clock, maxReceives: 50), new DirectCaller(_clock)));

    public override void Pass(TimeSpan time) => _clock.Advance(time);

    protected override ValueTask RemoveAsync() => default;
}
