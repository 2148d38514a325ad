using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>What a submission has found so far. Written by the submission, read by the display.</summary>
internal sealed class SubmissionProgress
{
    private readonly Lock _lock = new();
    private readonly Dictionary<JobId, long> _busy = [];
    private readonly Dictionary<string, long> _unchangedSpecs = new(StringComparer.Ordinal);
    private long _open;
    private long _openBytes;
    private long _unchanged;

    /// <summary>Items that this run or the workers have to work on, those that have ended since included.</summary>
    public long Open => Interlocked.Read(ref _open);

    /// <summary>Bytes of the originals of <see cref="Open"/>.</summary>
    public long OpenBytes => Interlocked.Read(ref _openBytes);

    /// <summary>Files that need no work: they are as the last job with the same spec left them.</summary>
    public long Unchanged => Interlocked.Read(ref _unchanged);

    public bool IsSealed { get; private set; }

    /// <summary>Files passed over because they are not named like images.</summary>
    public long PassedOver { get; private set; }

    /// <summary>Files and directories passed over because a system keeps them for itself, and directories named like images.</summary>
    public long SystemPassedOver { get; private set; }

    /// <summary>Directories passed over because they have a ledger of their own.</summary>
    public IReadOnlyList<string> Nested { get; private set; } = [];

    /// <summary>Files left out because their paths are too long, and one of them; null: none.</summary>
    public (long Files, string Example)? TooLong { get; private set; }

    /// <summary>Files found so far that are unfinished items of other jobs.</summary>
    public long BusyFiles
    {
        get
        {
            lock (_lock)
            {
                return _busy.Values.Sum();
            }
        }
    }

    /// <summary>The same by job and whether that job is cancelled; empty until <see cref="IsSealed"/>.</summary>
    public IReadOnlyDictionary<(JobId Job, bool IsCancelled), long> Busy { get; private set; } =
        new Dictionary<(JobId, bool), long>();

    /// <summary>The jobs whose unfinished items have been found so far.</summary>
    public IReadOnlyList<JobId> BusyJobs
    {
        get
        {
            lock (_lock)
            {
                return [.. _busy.Keys];
            }
        }
    }

    /// <summary>Of <see cref="Unchanged"/>, how many the last job completed with each spec.</summary>
    public IReadOnlyDictionary<string, long> UnchangedSpecs
    {
        get
        {
            lock (_lock)
            {
                return new Dictionary<string, long>(_unchangedSpecs, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>Items of an earlier run of the same job that are still unfinished.</summary>
    public void AddResumed(long items, long bytes)
    {
        Interlocked.Add(ref _open, items);
        Interlocked.Add(ref _openBytes, bytes);
    }

    /// <param name="files">The files of a batch.</param>
    /// <param name="enqueued">What became of each.</param>
    /// <param name="isResumed">Whether what was open before is counted as open: nobody has counted it yet.</param>
    public void Add(IReadOnlyList<ScannedFile> files, IReadOnlyList<EnqueueResult> enqueued, bool isResumed)
    {
        lock (_lock)
        {
            foreach (var (file, answer) in files.Zip(enqueued))
            {
                switch (answer)
                {
                    case { } open when Submitter.IsToBeSent(open, isResumed):
                        Interlocked.Increment(ref _open);
                        Interlocked.Add(ref _openBytes, file.Size);
                        break;
                    case EnqueueResult.Unchanged(var lastSpec):
                        Interlocked.Increment(ref _unchanged);
                        _unchangedSpecs[lastSpec] = _unchangedSpecs.GetValueOrDefault(lastSpec) + 1;
                        break;
                    case EnqueueResult.Busy(var job):
                        _busy[job] = _busy.GetValueOrDefault(job) + 1;
                        break;
                }
            }
        }
    }

    /// <param name="scan">The scan that is over.</param>
    /// <param name="cancelled">Those of <see cref="BusyJobs"/> that are cancelled.</param>
    public void Seal(DirectoryScan scan, IReadOnlySet<JobId> cancelled)
    {
        lock (_lock)
        {
            Busy = _busy.ToDictionary(busy => (busy.Key, cancelled.Contains(busy.Key)), busy => busy.Value);
        }

        PassedOver = scan.PassedOver;
        SystemPassedOver = scan.SystemPassedOver;
        Nested = scan.Nested;
        TooLong = scan.TooLong;
        IsSealed = true;
    }
}
