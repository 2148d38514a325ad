using ImgCompress.Engine.Delivery;
using ImgCompress.Engine.Imaging;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Estimating;

/// <summary>Resizes a random sample of a directory in memory, and tells of the whole. Writes nothing.</summary>
/// <param name="request">What would be run.</param>
/// <param name="plan">What it would find.</param>
/// <param name="sampleSize">About how many files are tried.</param>
/// <param name="time">The clock.</param>
/// <param name="random">Chooses the sample.</param>
internal sealed class Estimator(RunRequest request, RunPlan plan, int sampleSize, TimeProvider time, Random random)
{
    /// <summary>
    /// Rows, temp file, flush and rename: what a run on a thousand PNGs of 64 x 48 pixels took above their resizing, on a local disk.
    /// </summary>
    private const double SecondsPerFile = 0.003;

    /// <summary>The CPU seconds of the same.</summary>
    private const double CpuSecondsPerFile = 0.0017;

    private readonly ImageResizer _images = new(request.Limits);
    private long _found;
    private int _chosen;
    private int _tried;

    /// <summary>Called with the files that there are and those that will be tried, where there are any.</summary>
    public Action<int, int>? Started { get; init; }

    /// <summary>How far it is at this moment.</summary>
    public EstimateProgress Progress =>
        new(Interlocked.Read(ref _found), Volatile.Read(ref _chosen), Volatile.Read(ref _tried));

    /// <summary>What was tried and came out smaller, the files that lose most first; once the estimate is made.</summary>
    public IReadOnlyList<PlannedFile> Shrunk { get; private set; } = [];

    public async Task<Estimate> EstimateAsync(CancellationToken cancellationToken)
    {
        var (planned, unchanged) = (new Dictionary<ScannedFile, PlannedFile>(), 0L);
        await foreach (var file in plan.FilesAsync(cancellationToken))
        {
            unchanged += file.Answer is EnqueueResult.Unchanged or EnqueueResult.Ended ? 1 : 0;
            if (file.IsOpen)
            {
                planned.Add(file.File, file);
                Interlocked.Increment(ref _found);
            }
        }

        var files = planned.Keys.ToList();
        var strata = Sampling.Draw(files, sampleSize, random);
        var chosen = strata.SelectMany(stratum => stratum.Sample).Select(file => planned[file]).ToList();
        Volatile.Write(ref _chosen, chosen.Count);
        if (chosen.Count > 0)
        {
            Started?.Invoke(files.Count, chosen.Count);

            // What the program takes until the first image is done is no part of what the others take, and comes once.
            await TryAsync(chosen[0], null, cancellationToken);
        }

        var first = Environment.CpuUsage.TotalTime.TotalSeconds;
        var (tried, cpuPerSecond) = await TryAllAsync(chosen, cancellationToken);
        Shrunk = [.. chosen.Where(file => tried[file.File].Saved > 0).OrderByDescending(file => tried[file.File].Saved)];
        var start = chosen.Count > 0 ? Math.Max(0, first - (tried[chosen[0].File].Seconds * cpuPerSecond)) : first;
        return Project(files, unchanged, strata, tried, start, cpuPerSecond);
    }

    /// <summary>An image with what would stand there; null where it would stay as it is.</summary>
    public async Task<(ReadOnlyMemory<byte> Before, ReadOnlyMemory<byte> After)?> ResizeAsync(PlannedFile file, CancellationToken stop) =>
        await plan.LoadAsync(file, stop) is LoadResult.Original { File.Content: var content }
            && _images.Inspect(content, request.Spec) is InspectionResult.Accepted image
            && _images.Resize(image, stop) is ResizeResult.Image resized && !IsKept(resized, content)
            ? (content, resized.Bytes)
            : null;

    private Estimate Project(
        List<ScannedFile> files,
        long unchanged,
        List<Stratum> strata,
        Dictionary<ScannedFile, SampledFile> tried,
        double start,
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
            Math.Round(start + (cpu / cores) + (reading.Total / parallel) + (files.Count * SecondsPerFile), 3),
            Math.Round(work.Error * cpuPerSecond / cores, 3),
            Math.Round(start + cpu + (files.Count * CpuSecondsPerFile), 3),
            aws,
            Math.Round(monthly, 4),
            monthly > 0 ? Math.Round(aws.Modes[0].Usd / monthly, 2) : null,
            Prices.Source);
    }

    /// <summary>Side by side, the largest first, as a run works; and how much of the CPU a second of one of them takes.</summary>
    private async Task<(Dictionary<ScannedFile, SampledFile> Tried, double CpuPerSecond)> TryAllAsync(
        List<PlannedFile> chosen, CancellationToken cancellationToken)
    {
        var tried = new Dictionary<ScannedFile, SampledFile>();
        var memory = new Budget(request.Memory);
        var cpu = Environment.CpuUsage.TotalTime;
        await Parallel.ForEachAsync(
            chosen.OrderByDescending(file => file.File.Size),
            new ParallelOptions { MaxDegreeOfParallelism = request.Parallel, CancellationToken = cancellationToken },
            async (file, stop) =>
            {
                var result = await TryAsync(file, memory, stop);
                lock (tried)
                {
                    tried[file.File] = result;
                    _tried = tried.Count;
                }
            });
        var seconds = tried.Values.Sum(file => file.Seconds);
        return (tried, seconds > 0 ? (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / seconds : 0);
    }

    private async Task<SampledFile> TryAsync(PlannedFile planned, Budget? memory, CancellationToken stop)
    {
        var (file, read) = (planned.File, 0.0);
        SampledFile Stays(bool isRefused) => new(file.Size, file.Size, 0, read) { IsRefused = isRefused };
        var started = time.GetTimestamp();
        var loaded = await plan.LoadAsync(planned, stop);
        read = time.GetElapsedTime(started).TotalSeconds;
        if (loaded is not LoadResult.Original { File.Content: var content })
        {
            return Stays(loaded is LoadResult.Refused);
        }

        var inspected = _images.Inspect(content, request.Spec);
        if (inspected is not InspectionResult.Accepted image)
        {
            return Stays(inspected is InspectionResult.Refused);
        }

        using var room = memory is null ? null : await memory.EnterAsync(image.PeakBytes, stop);
        started = time.GetTimestamp();
        var result = _images.Resize(image, CancellationToken.None);
        var after = result is ResizeResult.Image resized && !IsKept(resized, content) ? resized.Bytes.Length : file.Size;
        return new(file.Size, after, time.GetElapsedTime(started).TotalSeconds, read) { IsRefused = result is ResizeResult.Refused };
    }

    private bool IsKept(ResizeResult.Image resized, ReadOnlyMemory<byte> original) =>
        request.Spec.Scaling.OnlyShrinks && !request.Spec.AllowLarger && resized.Bytes.Length >= original.Length;
}
