using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Imaging;
using ImgCompress.Files;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using ImgCompress.Tests.Fixtures.Wrappers;
using Xunit;

namespace ImgCompress.Tests.Worker;

/// <summary>What the deliveries that are side by side may take together.</summary>
public sealed class MemoryOfDeliveries
{
    private const int Files = 6;

    [Fact]
    public async Task CountsTheFilesBeforeTheyAreRead()
    {
        using var fixture = new WorkerFixture();
        var job = await SubmitAsync(fixture);
        var size = new FileInfo(fixture.Directory.At("0.png")).Length;
        using var root = new StalledRoot(fixture.Root);
        using var counted = new CountingRoot(root);
        var processor = new FileProcessor(
            fixture.Ledger, new JobRoots(counted), fixture.Ownership, new ImageResizer(new()), new Budget((2 * size) + (size / 2)), new());

        var deliveries = Task.WhenAll(Enumerable.Range(0, Files)
            .Select(file => Task.Run(() => fixture.DeliverAsync(job, $"{file}.png", processor))));
        while (await fixture.Ledger.ListOpenAsync(job.Id, CancellationToken.None).AnyAsync(row => row.State == ItemState.Pending))
        {
            await Task.Yield();
        }

        root.GoOn();
        await deliveries;

        Assert.InRange(counted.Most, 1, 2);
        Assert.Equal(Files, (await fixture.CountAsync(job)).Done);
    }

    [Fact]
    public async Task DoesNotHaveThemWaitForEachOther()
    {
        using var fixture = new WorkerFixture();
        var job = await SubmitAsync(fixture);

        // Room for all files at once, and for resizing one image at a time.
        var processor = new FileProcessor(
            fixture.Ledger, new JobRoots(fixture.Root), fixture.Ownership, new ImageResizer(new()), new Budget(10 << 20), new());
        await Task.WhenAll(Enumerable.Range(0, Files)
            .Select(file => Task.Run(() => fixture.DeliverAsync(job, $"{file}.png", processor))))
            .WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Files, (await fixture.CountAsync(job)).Done);
    }

    private static Task<ImgCompress.Ledger.JobRow> SubmitAsync(WorkerFixture fixture)
    {
        for (var file = 0; file < Files; file++)
        {
            fixture.Directory.Write($"{file}.png", Png.Noise(40, 30, seed: file));
        }

        return fixture.SubmitAsync();
    }

    /// <summary>Counts how many files are being read at a time.</summary>
    private sealed class CountingRoot(IFileRoot root) : ForwardingRoot(root)
    {
        private int _now;
        private int _most;

        public int Most => Volatile.Read(ref _most);

        public override LoadedFile Load(RelativePath path, long maxBytes)
        {
            var now = Interlocked.Increment(ref _now);
            _most = Math.Max(_most, now);
            try
            {
                return base.Load(path, maxBytes);
            }
            finally
            {
                Interlocked.Decrement(ref _now);
            }
        }
    }
}
