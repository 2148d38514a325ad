using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Imaging;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Ledger.Sqlite;
using ImgCompress.Platform;
using ImgCompress.Tests.Fixtures.Images;
using Microsoft.Extensions.Time.Testing;

namespace ImgCompress.Tests.Fixtures.Worker;

/// <summary>A directory with its embedded ledger and a clock that a test moves; a worker of it delivers one message at a time.</summary>
internal sealed class WorkerFixture : IDisposable
{
    public static readonly ResizeSpec Half = new() { Scaling = Scaling.Down(2) };

    private readonly JobRoots _roots;

    public WorkerFixture()
    {
        Root = FileRoot.Open(Directory.Path);
        State = Root.OpenState(StateUse.Create)!;
        Ledger = new(Directory.At(".img-compress/ledger.db"), Clock);
        _roots = new(Root);
        Ownership = new(Root, Ledger, Clock, new Random(1));
    }

    public TemporaryDirectory Directory { get; } = new();

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 31, 14, 25, 30, TimeSpan.Zero));

    public IFileRoot Root { get; }

    public IStateDirectory State { get; }

    public SqliteLedger Ledger { get; }

    public RootOwnership Ownership { get; }

    /// <summary>What resizing <paramref name="original"/> by half gives.</summary>
    public static byte[] Halved(byte[] original) =>
        ((ResizeResult.Image)Resizing.Try(original, new(), Half, CancellationToken.None)).Bytes.ToArray();

    public static RelativePath At(string path) => RelativePath.TryParse(path, out var parsed) ? parsed : throw new ArgumentException(path);

    /// <summary>Makes the directory's files a sealed job.</summary>
    public async Task<JobRow> SubmitAsync(ResizeSpec? spec = null, JobOptions? options = null, FailureLimit? limit = null)
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var job = new JobRow(
            JobId.Create(Clock, new Random(1)), "", spec ?? Half, options ?? new(), JobState.Loading, Clock.GetUtcNow())
        {
            FailureLimit = limit,
        };
        await Ledger.CreateJobAsync(job, CancellationToken.None);
        await Ledger.EnqueueAsync(job, [.. new DirectoryScan(Root, "", job.Options).Files()], CancellationToken.None);
        await Ledger.SealAsync(job, CancellationToken.None);
        return (await Ledger.FindJobAsync(job.Id, CancellationToken.None))!;
    }

    public FileProcessor Processor(
        IFileRoot? root = null, IJobLedger? ledger = null, int maxAttempts = 5, RootOwnership? ownership = null) => new(
        ledger ?? Ledger,
        root is null ? _roots : new JobRoots(root),
        ownership ?? Ownership,
        new ImageResizer(new()),
        new Budget(1 << 30),
        new() { MaxAttempts = maxAttempts });

    /// <summary>Delivers a message as it is.</summary>
    public Task<DeliveryResult> DeliverAsync(JobMessage message) => Processor().ProcessAsync(message, CancellationToken.None);

    /// <summary>Delivers the message of <paramref name="path"/>.</summary>
    public Task<DeliveryResult> DeliverAsync(JobRow job, string path, FileProcessor? processor = null) =>
        (processor ?? Processor()).ProcessAsync(new(job.Id, At(path)), CancellationToken.None);

    /// <summary>The temp file of one claim of the ledger that has the root.</summary>
    public TempName TempOf(string path, long epoch) => TempName.Of(At(path), RootMark.Read(Root)!.Identity.Ledger, epoch);

    public void LetTheLeaseRunOut() => Clock.Advance(new DeliverySettings().Lease + TimeSpan.FromSeconds(1));

    public Task<Counts> CountAsync(JobRow job) => Ledger.CountAsync(job.Id, CancellationToken.None);

    public void Dispose()
    {
        Ledger.Dispose();
        State.Dispose();
        Root.Dispose();
        _roots.Dispose();
        Directory.Dispose();
    }
}
