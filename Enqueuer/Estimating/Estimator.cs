using ImgCompress.Configuration;
using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Embedded;
using ImgCompress.Engine.Imaging;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;

namespace ImgCompress.Enqueuer.Estimating;

/// <summary>Resizes a random sample of a directory in memory, and tells of the whole. Writes nothing.</summary>
internal sealed class Estimator(RunRequest request, int sampleSize, TimeProvider time, Random random)
{
    private const int BatchSize = 200;

    /// <summary>
    /// Rows, temp file, flush and rename: what a run on a thousand PNGs of 64 x 48 pixels took above their resizing, on a local disk.
    /// </summary>
    private const double SecondsPerFile = 0.003;

    /// <summary>Called with the files that there are and those that will be tried.</summary>
    public Action<int, int>? Started { get; init; }

    /// <exception cref="UsageException">There is no such directory.</exception>
    public async Task<Estimate> EstimateAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(request.Directory))
        {
            throw new UsageException($"there is no directory '{request.Directory}'");
        }

        using var root = FileRoot.Open(request.Directory);
        var (files, unchanged) = await FindAsync(root, cancellationToken);
        var strata = Sampling.Draw(files, sampleSize, random);
        var chosen = strata.SelectMany(stratum => stratum.Sample).ToList();
        Started?.Invoke(files.Count, chosen.Count);
        if (chosen.Count > 0)
        {
            // What is compiled and loaded at the first image is no part of what the others take.
            await TryAsync(root, chosen[0], null, cancellationToken);
        }

        var (tried, cpuPerSecond) = await TryAllAsync(root, chosen, cancellationToken);
        return Project(files, unchanged, strata, tried, cpuPerSecond);
    }

    private Estimate Project(
        List<ScannedFile> files,
        long unchanged,
        List<Stratum> strata,
        Dictionary<ScannedFile, SampledFile> tried,
        double cpuPerSecond)
    {
        var bytesOfKind = strata.Select(stratum => stratum.Kind).Distinct(StringComparer.Ordinal)
            .ToDictionary(
                kind => kind, kind => files.Where(file => Sampling.Kind(file) == kind).Sum(file => file.Size), StringComparer.Ordinal);
        List<(Stratum, IReadOnlyList<SampledFile>)> results =
            [.. strata.Select(stratum => (stratum, (IReadOnlyList<SampledFile>)[.. stratum.Sample.Select(file => tried[file])]))];
        var bytes = files.Sum(file => file.Size);
        var saved = Projection.Of(results, bytesOfKind, file => file.Saved);
        var work = Projection.Of(results, bytesOfKind, file => file.Seconds);
        var reading = Projection.Of(results, bytesOfKind, file => file.ReadSeconds);
        var parallel = Math.Clamp(files.Count, 1, request.Parallel);

        // By what it takes of the CPU, since what else the machine had to do meanwhile says nothing of the time of a run.
        var cpu = work.Total * cpuPerSecond;
        var cores = Math.Min(parallel, Environment.ProcessorCount);
        var aws = LambdaEstimate.Of(files.Count, cpu, bytes, bytes - saved.Total);
        var monthly = saved.Total / 1e9 * Prices.StandardGigabyteMonth;
        return new(
            files.Count,
            bytes,
            unchanged,
            tried.Count,
            tried.Values.Count(file => file.IsRefused),
            (long)saved.Total,
            (long)saved.Error,
            request.Parallel,
            Math.Round((cpu / cores) + (reading.Total / parallel) + (files.Count * SecondsPerFile), 3),
            Math.Round(work.Error * cpuPerSecond / cores, 3),
            Math.Round(cpu, 3),
            aws,
            Math.Round(monthly, 4),
            monthly > 0 ? Math.Round(aws.Modes[0].Usd / monthly, 2) : null,
            Prices.Source);
    }

    /// <summary>What a job would work on, and how many files an earlier one has done the same to.</summary>
    private async Task<(List<ScannedFile> Files, long Unchanged)> FindAsync(IFileRoot root, CancellationToken cancellationToken)
    {
        var files = new DirectoryScan(root, "", request.Options).Files().ToList();
        using var store = request.Output is null && EmbeddedStore.Covers(request.Directory)
            ? EmbeddedStore.OpenExisting(request.Directory, time, random)
            : null;
        if (store is null)
        {
            return (files, 0);
        }

        var job = new JobRow(
            default, store.Directory, request.Spec, request.Options, JobState.Loading, time.GetUtcNow());
        var (left, unchanged) = (new List<ScannedFile>(), 0L);
        foreach (var batch in files.Chunk(BatchSize))
        {
            var paths = batch.ToDictionary(file => Contracts.RelativePath.Join(store.Directory, file.Path.Value));
            var rows = (await store.Ledger.FindFilesAsync([.. paths.Keys], cancellationToken)).ToDictionary(row => row.Path);
            foreach (var (path, file) in paths)
            {
                var done = rows.GetValueOrDefault(path) is { State: Contracts.ItemState.Done, LastResult: { } last }
                    && file.Identity?.Matches(last.Identity) is true
                    && RepetitionRule.Of(job, last.Spec, last.History) == Repetition.Unchanged;
                unchanged += done ? 1 : 0;
                if (!done)
                {
                    left.Add(file);
                }
            }
        }

        return (left, unchanged);
    }

    /// <summary>Side by side, the largest first, as a run works; and how much of the CPU a second of one of them takes.</summary>
    private async Task<(Dictionary<ScannedFile, SampledFile> Tried, double CpuPerSecond)> TryAllAsync(
        IFileRoot root, List<ScannedFile> chosen, CancellationToken cancellationToken)
    {
        var tried = new Dictionary<ScannedFile, SampledFile>();
        var memory = new Budget(request.Memory);
        var cpu = Environment.CpuUsage.TotalTime;
        await Parallel.ForEachAsync(
            chosen.OrderByDescending(file => file.Size),
            new ParallelOptions { MaxDegreeOfParallelism = request.Parallel, CancellationToken = cancellationToken },
            async (file, stop) =>
            {
                var result = await TryAsync(root, file, memory, stop);
                lock (tried)
                {
                    tried[file] = result;
                }
            });
        var seconds = tried.Values.Sum(file => file.Seconds);
        return (tried, seconds > 0 ? (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / seconds : 0);
    }

    private async Task<SampledFile> TryAsync(IFileRoot root, ScannedFile file, Budget? memory, CancellationToken stop)
    {
        var (images, read) = (new ImageResizer(request.Limits), 0.0);
        SampledFile Stays(bool isRefused) => new(file.Size, file.Size, 0, read) { IsRefused = isRefused };
        try
        {
            var started = time.GetTimestamp();
            var content = root.Load(file.Path, request.Limits.MaxBytes).Content;
            read = time.GetElapsedTime(started).TotalSeconds;
            var inspected = images.Inspect(content, request.Spec);
            if (inspected is not InspectionResult.Accepted image)
            {
                return Stays(inspected is InspectionResult.Refused);
            }

            using var room = memory is null ? null : await memory.EnterAsync(image.PeakBytes, stop);
            started = time.GetTimestamp();
            var result = images.Resize(image, CancellationToken.None);
            var after = result is ResizeResult.Image resized && !IsKept(resized, content) ? resized.Bytes.Length : file.Size;
            return new(file.Size, after, time.GetElapsedTime(started).TotalSeconds, read) { IsRefused = result is ResizeResult.Refused };
        }
        catch (FileFaultException)
        {
            return Stays(isRefused: true);
        }
    }

    private bool IsKept(ResizeResult.Image resized, ReadOnlyMemory<byte> original) =>
        request.Spec.Scaling.OnlyShrinks && !request.Spec.AllowLarger && resized.Bytes.Length >= original.Length;
}
