using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Engine.Delivery;

/// <summary>A claimed row with its job and its files: the steps of the protocol that read and write them.</summary>
public sealed class ClaimedItem(FileRow row, JobRow job, JobRoots roots)
{
    private readonly IFileRoot _target = roots.Target;
    private readonly IFileRoot _source = roots.SourceOf(job);
    private readonly TempName _temp = TempName.Of(row.Path, row.Epoch);

    public FileRow Row => row;

    public JobRow Job => job;

    private bool InPlace => job.Options.Source is null;

    /// <summary>
    /// The fence. A stalled worker of an earlier claim may wake up at any time and rename; it needs its temp file for that, and
    /// after this it has none, whatever the clocks say.
    /// </summary>
    public void RemoveEarlierTemps()
    {
        foreach (var result in row.Intents)
        {
            _target.RemoveTemp(TempName.Of(row.Path, result.Epoch));
        }
    }

    public LoadResult Load(long maxBytes)
    {
        try
        {
            return InPlace ? LoadInPlace(maxBytes) : LoadFromSource(maxBytes);
        }
        catch (FileFaultException fault) when (row.Intents.Count > 0 && !fault.Failure.Reason.IsTransient())
        {
            // Whether the recorded rename happened can no longer be read from the file: only somebody else can have done that.
            return new LoadResult.Refused(
                new(FailureReason.ChangedByOthers, $"it changed in the middle of its replacement: {fault.Message}"));
        }
    }

    /// <summary>A complete temp file on the disk, with the traits that the result is to have.</summary>
    public void WriteTemp(ReadOnlySpan<byte> content, LoadedFile original)
    {
        if (!InPlace)
        {
            _target.CreateDirectoryOf(row.Path);
        }

        _target.WriteTemp(_temp, content, original.Traits);
    }

    public void RemoveTemp() => _target.RemoveTemp(_temp);

    /// <summary>
    /// Flushes the rename. Whatever fails here says nothing against the file, which has been replaced: it may be tried again.
    /// </summary>
    public void SyncDirectory() => AfterTheRename(() =>
    {
        _target.SyncDirectoryOf(row.Path);
        return true;
    });

    /// <summary>Whether the result would still replace what was loaded.</summary>
    public bool IsStillThere(LoadResult.Original original) => _target.TryStat(row.Path) == original.Replaces;

    /// <summary>
    /// The rename. What it answers is not believed, since an answer can be lost or repeated: the file is read again, and its
    /// content decides.
    /// </summary>
    /// <returns>The file as it stands now, if it has the content <paramref name="expected"/>.</returns>
    public LoadedFile Replace(Fingerprint expected)
    {
        FileFaultException? fault = null;
        if (job.Options.KeepOriginals && InPlace)
        {
            _target.Keep(row.Path, StateDirectory.KeptAt(job.Id, row.Path));
        }

        try
        {
            _target.Replace(_temp, row.Path);
        }
        catch (FileFaultException exception)
        {
            // Without its temp this rename cannot happen later either, so that what is read next stays true.
            fault = exception;
            _target.RemoveTemp(_temp);
        }

        var file = AfterTheRename(() => _target.Load(row.Path, long.MaxValue));
        if (Fingerprint.Of(file.Content.Span) != expected)
        {
            throw fault ?? new FileFaultException(FailureReason.ChangedByOthers, "it was changed at the moment of its replacement");
        }

        SyncDirectory();
        return file;
    }

    /// <summary>What the next job finds of this one.</summary>
    public LastResult LastResultOf(LoadedFile file, Fingerprint content, Fingerprint? source) => InPlace
        ? new(job.Spec.ToString(), content, null, file.Identity.ToRecord())
        : new(job.Spec.ToString(), content, source, null);

    /// <summary>A fault between the rename and the proof of it is never a verdict: the next delivery reads the file and decides.</summary>
    private static T AfterTheRename<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (FileFaultException fault) when (!fault.Failure.Reason.IsTransient())
        {
            throw new FileFaultException(FailureReason.IoError, fault.Message);
        }
    }

    private LoadResult LoadInPlace(long maxBytes)
    {
        var file = _target.Load(row.Path, maxBytes);
        var content = Fingerprint.Of(file.Content.Span);
        if (IsRecordedIntent(content))
        {
            return new LoadResult.Replaced(file, content);
        }

        if (row.Source is not null && content != row.Source)
        {
            return new LoadResult.Refused(new(FailureReason.ChangedByOthers, "somebody else changed it in the middle of its replacement"));
        }

        if (IsLastResult(content) && row.Source is null)
        {
            return new LoadResult.Unchanged(file, content, null);
        }

        return file.Links > 1 && !job.Options.BreakHardLinks && !IsKept(file)
            ? new LoadResult.Refused(
                new(FailureReason.HardLinked, $"it has {file.Links} names (hard links); --break-hardlinks resizes this one alone"))
            : new LoadResult.Original(file, content, file.Identity);
    }

    private LoadResult LoadFromSource(long maxBytes)
    {
        var original = _source.Load(JobRoots.OriginalOf(row.Path, job), maxBytes);
        var source = Fingerprint.Of(original.Content.Span);
        if (_target.TryStat(row.Path) is null)
        {
            return new LoadResult.Original(original, source, null);
        }

        var file = _target.Load(row.Path, long.MaxValue);
        var content = Fingerprint.Of(file.Content.Span);
        if (IsRecordedIntent(content))
        {
            return new LoadResult.Replaced(file, content);
        }

        if (content != row.LastResult?.Content)
        {
            return new LoadResult.Refused(
                new(FailureReason.TargetExists, "the output directory has a file of that name that no job wrote"));
        }

        return IsLastResult(content) && row.LastResult.Source == source
            ? new LoadResult.Unchanged(file, content, source)
            : new LoadResult.Original(original, source, file.Identity);
    }

    private bool IsRecordedIntent(Fingerprint content) => row.Intents.Any(o => o.Content == content);

    private bool IsLastResult(Fingerprint content) =>
        !job.Options.Force && row.LastResult is { } left && left.Spec == job.Spec.ToString() && left.Content == content;

    /// <summary>The second name is the one that keeping the original gave it, in an attempt that was cut off.</summary>
    private bool IsKept(LoadedFile file) =>
        job.Options.KeepOriginals && file.Links == 2
        && _target.TryStat(StateDirectory.KeptAt(job.Id, row.Path)) is { } kept
        && (kept.Device, kept.Inode) == (file.Identity.Device, file.Identity.Inode);
}
