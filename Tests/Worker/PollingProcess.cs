using ImgCompress.Configuration;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Embedded;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>The real executable outside Lambda, on an embedded ledger.</summary>
public sealed class PollingProcess : IDisposable
{
    private readonly WorkerFunction _function = new();

    [Fact]
    public async Task WorksOnMessagesUntilItIsTerminated()
    {
        var original = Png.Noise(40, 30);
        _function.Fixture.Directory.Write("a.png", original);
        _function.Fixture.Directory.Write("z.png", original.AsSpan(0, 700));
        var job = await _function.Fixture.SubmitAsync();
        await _function.SendAsync(job, "a.png", "z.png");
        using var worker = Start((WorkerOptions.ParallelName, "1"));

        var line = await worker.ReadLineAsync("event=failed");
        worker.Terminate();
        var end = await worker.EndAsync();

        Assert.EndsWith($"event=failed reason=corrupt job={job.Id} path=z.png", line, StringComparison.Ordinal);
        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.Contains("stopped", end.Output, StringComparison.Ordinal);
        Assert.Equal(WorkerFixture.Halved(original), _function.Fixture.Directory.Read("a.png"));
        Assert.Equal((1, 1), ((await _function.Fixture.CountAsync(job)).Done, (await _function.Fixture.CountAsync(job)).Failed));
        Assert.Null(_function.Queue.NextVisible());
    }

    [Fact]
    public async Task BesideAnotherOneOnTheSameDirectorySaysSo()
    {
        using var held = RunLock.Take(_function.Fixture.State, TimeProvider.System);
        using var worker = Start();

        var end = await worker.EndAsync();

        Assert.Equal(2, end.ExitCode);
        Assert.StartsWith("img-compress-worker: another run is at work on this directory", end.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(WorkerOptions.ParallelName, "many")]
    [InlineData(Settings.TableName, "jobs")]
    [InlineData(Settings.RootName, "photos")]
    public async Task WithAWrongSettingSaysWhichInOneLine(string name, string value)
    {
        using var worker = Start((name, value));

        var end = await worker.EndAsync();

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("IMG_COMPRESS_", end.Error, StringComparison.Ordinal);
        Assert.Contains("must be", end.Error, StringComparison.Ordinal);
        Assert.Single(end.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task AskedForHelpNamesEachSetting()
    {
        using var worker = WorkerProcess.Start(new Dictionary<string, string>(StringComparer.Ordinal), "--help");

        var end = await worker.EndAsync();

        Assert.Equal((0, ""), (end.ExitCode, end.Error));
        Assert.All(
            [
                Settings.RootName, Settings.QueueUrlName, Settings.DeadLetterQueueUrlName, Settings.TableName, WorkerOptions.ParallelName,
                WorkerOptions.MemoryName, WorkerOptions.MaxBytesName, WorkerOptions.MaxPixelsName, WorkerOptions.MaxAttemptsName,
                DeliverySettings.LeaseName, WorkerOptions.VisibilityName,
            ],
            name => Assert.Contains($"  {name} ", end.Output, StringComparison.Ordinal));
    }

    public void Dispose() => _function.Dispose();

    private WorkerProcess Start(params (string Name, string Value)[] settings) => WorkerProcess.Start(
        new[] { (Name: Settings.RootName, Value: _function.Fixture.Directory.Path) }.Concat(settings)
            .GroupBy(setting => setting.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Last().Value, StringComparer.Ordinal));
}
