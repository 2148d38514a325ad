using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>
/// Before a job is created: stops one that would scale what earlier jobs have scaled. A file is known by inode, size and times, and where
/// those have changed by its content. What is not found here, such as a file that was moved, a worker finds by its content, and fails.
/// </summary>
/// <param name="ledger">Knows what earlier jobs left.</param>
/// <param name="root">The root that the job's files are below.</param>
/// <param name="consent">How the caller says that it is meant: <c>--again</c>.</param>
internal sealed class RepetitionCheck(IJobLedger ledger, IFileRoot root, string consent)
{
    private const int BatchSize = 200;

    /// <exception cref="UsageException">Files would be scaled again; the message says how many, and gives one with its sizes.</exception>
    public async Task RequireNoneAsync(JobRow job, CancellationToken cancellationToken)
    {
        if (job.Options.Again || job.Options.Source is not null || !job.Spec.IsRelative || !await MayRepeatAsync(job, cancellationToken))
        {
            return;
        }

        var (count, example) = (0L, ((RelativePath Path, FileHistory History)?)null);
        foreach (var batch in new DirectoryScan(root, job.Directory, job.Options).Files().Chunk(BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = await ledger.FindFilesAsync([.. batch.Select(file => file.Path)], cancellationToken);
            var files = batch.ToLookup(file => file.Path);
            foreach (var row in rows.Where(row => !row.IsInProgress))
            {
                if (row.LastResult is { History: { } history } left
                    && RepetitionRule.Of(job, left.Spec, history) == Repetition.ScalesAgain && Stands(files[row.Path].First(), left))
                {
                    count++;
                    example = example is null || row.Path.CompareTo(example.Value.Path) < 0 ? (row.Path, history) : example;
                }
            }
        }

        if (example is var (path, first))
        {
            throw new UsageException(Message(job.Spec, count, path, first));
        }
    }

    /// <summary>Most jobs come first, or do what the ones before them did: they need no look at each file.</summary>
    private async Task<bool> MayRepeatAsync(JobRow job, CancellationToken cancellationToken)
    {
        await foreach (var earlier in ledger.ListJobsAsync(cancellationToken))
        {
            if (earlier.Spec.MayScale && (job.Options.Force || earlier.Spec.Scaling != job.Spec.Scaling))
            {
                return true;
            }
        }

        return false;
    }

    private bool Stands(ScannedFile file, LastResult left)
    {
        try
        {
            return file.Identity?.Matches(left.Identity) is true
                || (file.Size == left.Content.Length && Fingerprint.Of(root.Load(file.Path, long.MaxValue).Content.Span) == left.Content);
        }
        catch (FileFaultException)
        {
            // The worker says what is wrong with it.
            return false;
        }
    }

    private static string SizeAfter(ResizeSpec spec, PixelSize before)
    {
        var (width, height) = spec.Scaling.NewSize(before.Width, before.Height);
        return $"{width}x{height}";
    }

    private string Message(ResizeSpec spec, long count, RelativePath path, FileHistory history)
    {
        var files = count == 1 ? "1 file has" : $"{count} files have";
        var last = history.Specs[^1];
        var by = last.Job is { } job ? $"{last.Spec} in job {job}" : last.Spec;
        var example = history is { Original: { } from, Current: { } to }
            ? $"{path.ToDisplay()} from {from} to {to} ({by}), and this would make {SizeAfter(spec, to)} of it"
            : $"{path.ToDisplay()} ({by}), and this would scale it {spec.Scaling} again";
        return $"{files} been scaled before: {example}. Nothing was touched. Give {consent} if you mean it.";
    }
}
