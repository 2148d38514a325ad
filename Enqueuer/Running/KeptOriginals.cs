using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>The originals that a job has kept, and what of them its rows say.</summary>
internal sealed class KeptOriginals(IFileRoot root, JobRow job)
{
    private readonly string _top = StateDirectory.KeptAt(job.Id, RelativePath.Join("", "x")).Directory;

    /// <summary>Whether the job has kept any that are still there.</summary>
    public bool Any => job.Options.KeepOriginals && Walk(_top).Any();

    /// <summary>The paths of their files, as the job names them, with the bytes that each takes.</summary>
    public IEnumerable<(RelativePath Path, long Bytes)> List(PathFilter filter) =>
        Walk(_top).Select(kept => (RelativePath.Join("", kept.Path[(_top.Length + 1)..]), kept.Bytes))
            .Where(kept => filter.Takes(kept.Item1));

    public RelativePath At(RelativePath path) => StateDirectory.KeptAt(job.Id, path);

    /// <summary>
    /// What the kept original of a file has to hold; null where the row does not tell, since what stands in place was not made of it. A
    /// later job may have the row and have found nothing to do.
    /// </summary>
    public Fingerprint? SourceOf(FileRow row)
    {
        if (row is { State: ItemState.Restoring })
        {
            return row.Intents[^1].Content;
        }

        var isMaker = row.LastResult?.History?.Specs is [.., { Job: { } maker }] && maker == job.Id;
        return row.State != ItemState.Done ? null
            : row.Job == job.Id && row.Outcome is Outcome.Done or Outcome.Restored ? row.Source
            : isMaker && row.Outcome == Outcome.Unchanged ? row.LastResult!.Source
            : null;
    }

    private IEnumerable<(string Path, long Bytes)> Walk(string directory)
    {
        List<DirectoryEntry> entries;
        try
        {
            entries = [.. root.List(directory)];
        }
        catch (FileFaultException fault) when (fault.Failure.Reason == FailureReason.Missing)
        {
            yield break;
        }

        foreach (var entry in entries)
        {
            var path = $"{directory}/{entry.Name}";
            if (entry.Kind == EntryKind.File)
            {
                yield return (path, root.TryStat(RelativePath.Join("", path))?.Size ?? 0);
            }
            else if (entry.Kind == EntryKind.Directory)
            {
                foreach (var below in Walk(path))
                {
                    yield return below;
                }
            }
        }
    }
}
