using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>
/// Compares a job's counters with its rows, and its rows with the files, by reading alone. Beside workers: what differs is looked at once
/// more, with the row as it is by then, and counters that move meanwhile are not compared.
/// </summary>
internal sealed class Verifier(IJobLedger ledger, IFileRoot root, JobRow job)
{
    private const int BatchSize = 100;
    private const int Parallelism = 4;

    private readonly KeptOriginals _kept = new(root, job);
    private readonly List<FileFinding> _differences = [];
    private readonly Lock _lock = new();
    private long _files;
    private long _keptFiles;
    private long _temps;

    /// <summary>Files read so far.</summary>
    public long Seen => Interlocked.Read(ref _files) + Interlocked.Read(ref _keptFiles);

    /// <param name="filter">The files that are read; counters are of the whole job.</param>
    /// <param name="cancellationToken">Ends it after the files in progress.</param>
    public async Task<VerifyReport> VerifyAsync(PathFilter filter, CancellationToken cancellationToken)
    {
        var check = new CounterCheck();
        var complete = true;
        var before = await ledger.CountAsync(job.Id, cancellationToken);
        try
        {
            var temps = Temps();
            await Parallel.ForEachAsync(
                Counted(ledger.ListFilesAsync(job.Id, cancellationToken), check).Where(row => filter.Takes(row.Path)),
                Options(cancellationToken),
                async (row, _) => await CompareAsync(row, temps));
            foreach (var batch in _kept.List(filter).Select(kept => kept.Path).Chunk(BatchSize))
            {
                var rows = (await ledger.FindFilesAsync(batch, cancellationToken)).ToDictionary(row => row.Path);
                await Parallel.ForEachAsync(batch, Options(cancellationToken), (path, _) =>
                {
                    CompareKept(path, rows.GetValueOrDefault(path));
                    return ValueTask.CompletedTask;
                });
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            complete = false;
        }

        var after = await ledger.CountAsync(job.Id, CancellationToken.None);
        IEnumerable<FileFinding> counters = complete && before == after
            ? check.Compare(after, job.TotalOf(after), job.State == JobState.Cancelled)
            : [];
        return new(
            job.Id.ToString(),
            check.Rows,
            complete && job.TotalOf(after) is { } total ? Math.Max(0, total - check.Rows) : 0,
            check.Unfinished,
            _files,
            _keptFiles,
            _temps,
            complete,
            [.. counters, .. _differences.OrderBy(file => file.Path, StringComparer.Ordinal)]);
    }

    private static async IAsyncEnumerable<FileRow> Counted(IAsyncEnumerable<FileRow> rows, CounterCheck check)
    {
        await foreach (var row in rows)
        {
            check.Add(row);
            yield return row;
        }
    }

    private static ParallelOptions Options(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellationToken };

    /// <summary>What each temp file's name says of its item.</summary>
    private HashSet<string> Temps()
    {
        try
        {
            const string All = $"{StateDirectory.Name}/{StateDirectory.Temps}";
            var above = root.List(All).ToList();
            return above
                .Where(entry => entry.Kind == EntryKind.Directory && TempName.IsDirectory(entry.Name))
                .SelectMany(entry => root.List($"{All}/{entry.Name}"))
                .Concat(above)
                .Select(entry => TempName.ItemOf(entry.Name))
                .ToHashSet(StringComparer.Ordinal);
        }
        catch (FileFaultException fault) when (fault.Failure.Reason == FailureReason.Missing)
        {
            return [];
        }
    }

    private async Task CompareAsync(FileRow row, HashSet<string> temps)
    {
        var isTempLeft = row.State is ItemState.Done or ItemState.Failed
            && temps.Count > 0 && temps.Contains(TempName.ItemOf(row.Path));
        if (Difference(row) is null && !isTempLeft)
        {
            return;
        }

        // A worker may have gone on with it meanwhile; or a later job has it, whose concern it is then.
        var again = await ledger.FindFilesAsync([row.Path], CancellationToken.None);
        if (again is not [var now] || now.Job != job.Id)
        {
            return;
        }

        if (Difference(now) is var (reason, detail))
        {
            Add(row.Path, reason, detail);
        }
        else if (isTempLeft && now.Epoch == row.Epoch && now.State == row.State)
        {
            FoundTemp(now);
        }
    }

    /// <summary>
    /// A worker that was cut off before it recorded its intent leaves one that nobody looks for, and that is nothing wrong with the file.
    /// Only where it is unknown what became of that, what it displaced may be there.
    /// </summary>
    private void FoundTemp(FileRow row)
    {
        if (row.Failure?.Reason == FailureReason.Unknown)
        {
            Add(row.Path, "temp", "a temp file of it is left, which may hold what another program saved; its next job looks at it");
        }
        else
        {
            Interlocked.Increment(ref _temps);
        }
    }

    private (string Reason, string Detail)? Difference(FileRow row)
    {
        if (row.State == ItemState.Restoring)
        {
            var restore = CommandHint.Of("restore", job.Id.ToString());
            return ("restoring", $"putting its original back was cut off; what goes on with it: {restore}");
        }

        var expected = Expected(row);
        if (expected.Length == 0)
        {
            return null;
        }

        try
        {
            var content = Fingerprint.Of(root.Load(row.Path, long.MaxValue).Content.Span);
            Interlocked.Increment(ref _files);
            return expected.Contains(content) ? null : ("changed", $"it is not as {Left(row)}");
        }
        catch (FileFaultException fault)
        {
            return (fault.Failure.Reason.ToName(), fault.Message);
        }
    }

    /// <summary>What the file may hold; none: anything, since nothing was recorded or another program's content was reported.</summary>
    private static Fingerprint[] Expected(FileRow row) => row switch
    {
        { State: ItemState.Done, Outcome: Outcome.Restored } => Of(row.Source),
        { State: ItemState.Done } => Of(row.LastResult?.Content),
        { State: ItemState.Intent } => [.. Of(row.Source), .. row.Intents.Select(intent => intent.Content)],
        _ => [],
    };

    private static Fingerprint[] Of(Fingerprint? content) => content is null ? [] : [content];

    private string Left(FileRow row) => row.Outcome == Outcome.Restored ? "its original was"
        : row.State == ItemState.Done ? $"job {job.Id} left it"
        : "its original or its result";

    private void CompareKept(RelativePath path, FileRow? row)
    {
        // What a later job has replaced since is compared with nothing: its source is not recorded any more.
        if (row is null || _kept.SourceOf(row) is not { } source)
        {
            if (row is null)
            {
                Add(path, "not-in-ledger", "an original of it is kept, and the ledger has no row of it");
            }

            return;
        }

        try
        {
            var content = Fingerprint.Of(root.Load(_kept.At(path), long.MaxValue).Content.Span);
            Interlocked.Increment(ref _keptFiles);
            if (content != source)
            {
                Add(path, "kept-differs", "the kept file is not the original that the job recorded");
            }
        }
        catch (FileFaultException fault) when (fault.Failure.Reason == FailureReason.Missing)
        {
            // Put back or given up meanwhile.
        }
        catch (FileFaultException fault)
        {
            Add(path, fault.Failure.Reason.ToName(), $"its kept original: {fault.Message}");
        }
    }

    private void Add(RelativePath path, string reason, string detail)
    {
        lock (_lock)
        {
            _differences.Add(FileFinding.Of(path, reason, detail));
        }
    }
}
