using System.Runtime.CompilerServices;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Embedded;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;

namespace ImgCompress.Enqueuer.Running;

/// <summary>
/// What a run would find: the job that it would resume or create, and what ledger and workers would make of each file. Writes nothing.
/// </summary>
internal sealed class RunPlan : IDisposable
{
    private const int BatchSize = 200;

    private readonly RunRequest _request;
    private readonly EmbeddedStore? _store;
    private readonly IFileRoot _root;
    private readonly JobRoots _roots;
    private readonly JobScan _scan;
    private readonly Dictionary<JobId, bool> _cancelled = [];
    private readonly DateTimeOffset _now;

    private RunPlan(RunRequest request, EmbeddedStore? store, IFileRoot root, JobRow job, DateTimeOffset now)
    {
        (_request, _store, _root, Job, _now) = (request, store, root, job, now);
        _roots = new(root);
        _scan = new(root, job);
    }

    /// <summary>The job; without an id if it would be a new one.</summary>
    public JobRow Job { get; }

    public bool IsResumed => Job.Id != default;

    /// <summary>What has been passed over, once <see cref="FilesAsync"/> has come to its end.</summary>
    public DirectoryScan Scan => _scan.Scan;

    /// <exception cref="UsageException">The directory cannot be used, or the run would stop before it touches anything.</exception>
    public static async Task<RunPlan> MakeAsync(RunRequest request, TimeProvider time, Random random, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(request.Directory))
        {
            throw new UsageException($"there is no directory '{request.Directory}'");
        }

        var options = request.Options;
        if (request.Output is { } output)
        {
            OutputDirectory.RefuseSame(request.Directory, output);

            // Into a directory that is not there yet everything goes; and what is only read may have several names.
            options = Directory.Exists(output)
                ? options with { Source = Path.GetFullPath(request.Directory) }
                : options with { BreakHardLinks = true };
        }

        var directory = options.Source is null ? request.Directory : request.Output!;
        var isNew = request.Output is not null && options.Source is null;
        var store = !isNew && EmbeddedStore.Covers(directory) ? EmbeddedStore.OpenExisting(directory, time, random) : null;
        try
        {
            var root = store?.Root ?? FileRoot.Open(directory);
            var job = await JobAsync(store, request, options, time, random, cancellationToken);
            return new(request, store, root, job, time.GetUtcNow());
        }
        catch
        {
            store?.Dispose();
            throw;
        }
    }

    /// <summary>Every file that the job would take.</summary>
    public async IAsyncEnumerable<PlannedFile> FilesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var batch in Scan.Files().Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var paths = batch.Select(file => file.Path).ToList();
            var found = _store is null ? [] : await _store.Ledger.FindFilesAsync(paths, cancellationToken);
            var rows = found.ToDictionary(row => row.Path);
            foreach (var file in batch)
            {
                var row = rows.GetValueOrDefault(file.Path);
                var isCancelled = row is not null && await IsCancelledAsync(row.Job, cancellationToken);
                var (answer, write) = EnqueueRule.Apply(Job, file, row, isCancelled, _now);
                yield return new(file, answer, write ?? row!);
            }
        }
    }

    /// <summary>Reads a file as a worker would, and tells what it holds.</summary>
    public async Task<LoadResult> LoadAsync(PlannedFile file, CancellationToken cancellationToken)
    {
        try
        {
            var (item, most) = (new ClaimedItem(file.Row, Job, _roots, owner: null), _request.Limits.MaxBytes);
            var loaded = await item.LoadAsync(most, most, _store?.Ledger, cancellationToken);

            // A result is known by its bytes, however large it is.
            return loaded is LoadResult.Larger(var bytes) ? await item.LoadAsync(most, bytes, _store?.Ledger, cancellationToken) : loaded;
        }
        catch (FileFaultException fault)
        {
            return new LoadResult.Refused(fault.Failure);
        }
    }

    public void Dispose()
    {
        _scan.Dispose();
        _roots.Dispose();
        _root.Dispose();
        _store?.Dispose();
    }

    private static async Task<JobRow> JobAsync(
        EmbeddedStore? store, RunRequest request, JobOptions options, TimeProvider time, Random random, CancellationToken cancellationToken)
    {
        var created = new JobRow(
            default, store?.Directory ?? "", request.Spec, options, JobState.Loading, time.GetUtcNow());
        if (store is null)
        {
            return created;
        }

        var jobs = new Jobs(store.Ledger, time, random);
        if (await jobs.FindUnfinishedAsync(new(created.Directory, created.Spec, created.Options), cancellationToken) is { } unfinished)
        {
            return unfinished;
        }

        await new RepetitionCheck(store.Ledger, store.Root, "--again").RequireNoneAsync(created, cancellationToken);
        return created;
    }

    private async Task<bool> IsCancelledAsync(JobId id, CancellationToken cancellationToken)
    {
        if (!_cancelled.TryGetValue(id, out var isCancelled))
        {
            var job = await _store!.Ledger.FindJobAsync(id, cancellationToken);
            _cancelled[id] = isCancelled = job is { State: JobState.Cancelled };
        }

        return isCancelled;
    }
}
