using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>
/// Removes the kept originals of a job, each only once what was made of it has been read in place: an original whose result is missing,
/// changed or not known may be the last copy of a picture.
/// </summary>
internal sealed class KeptDrop(IJobLedger ledger, IFileRoot root, JobRow job)
{
    private const int BatchSize = 100;

    private readonly KeptOriginals _kept = new(root, job);

    /// <summary>Files looked at so far.</summary>
    public long Seen { get; private set; }

    public async Task<KeepReport> DropAsync(CancellationToken cancellationToken)
    {
        var left = new List<FileFinding>();
        var (dropped, droppedBytes, kept, bytes) = (0L, 0L, 0L, 0L);
        foreach (var batch in _kept.List(new PathFilter("", [])).Chunk(BatchSize))
        {
            var rows = (await ledger.FindFilesAsync([.. batch.Select(one => one.Path)], cancellationToken)).ToDictionary(row => row.Path);
            foreach (var (path, size) in batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (WhyNot(path, rows.GetValueOrDefault(path)) is var (reason, detail))
                {
                    left.Add(FileFinding.Of(path, reason, detail));
                    (kept, bytes) = (kept + 1, bytes + size);
                }
                else
                {
                    root.RemoveKept(_kept.At(path));
                    (dropped, droppedBytes) = (dropped + 1, droppedBytes + size);
                }

                Seen++;
            }
        }

        return new(job.Id.ToString(), kept, bytes, dropped, droppedBytes, left);
    }

    /// <summary>Null: what was made of it, by this job or by later ones out of that, stands in place.</summary>
    private (string Reason, string Detail)? WhyNot(RelativePath path, FileRow? row)
    {
        if (row is null)
        {
            return ("not-in-ledger", "the ledger has no row of it");
        }

        var expected = row switch
        {
            { State: not ItemState.Done } => null,
            { Outcome: Outcome.Restored } => row.Source,
            _ when row.Job == job.Id || row.LastResult?.History?.Specs.Any(applied => applied.Job == job.Id) is true =>
                row.LastResult?.Content,
            _ => null,
        };
        if (expected is null)
        {
            return row.State == ItemState.Done
                ? ("later-job", $"job {row.Job} has worked on it since, and not on this job's result")
                : ("unfinished", $"it is not completed in job {row.Job}");
        }

        try
        {
            return Fingerprint.Of(root.Load(path, long.MaxValue).Content.Span) == expected
                ? null
                : ("changed-since", "what stands in place has been changed since");
        }
        catch (FileFaultException fault)
        {
            return (fault.Failure.Reason.ToName(), fault.Message);
        }
    }
}
