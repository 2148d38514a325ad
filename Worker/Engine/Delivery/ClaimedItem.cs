using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Engine.Delivery;

/// <summary>A claimed row with its job and its files: the steps of the protocol that read and write them.</summary>
/// <param name="row">The row.</param>
/// <param name="job">Its job.</param>
/// <param name="roots">Where its files are.</param>
/// <param name="owner">Whose the root was when it was claimed, and whose name its temp files have; null: it is only looked at.</param>
public sealed class ClaimedItem(FileRow row, JobRow job, JobRoots roots, RootIdentity? owner)
{
    private readonly IFileRoot _target = roots.Target;
    private readonly IFileRoot _source = roots.SourceOf(job);
    private readonly TempName _temp = TempName.Of(row.Path, owner?.Ledger ?? "", row.Epoch);
    private readonly Exchange _exchange = new(roots.Target, row.Path, owner?.Ledger ?? "", Exchange.Recorded(row));

    private Fingerprint? _result;

    public FileRow Row => row;

    public JobRow Job => job;

    public RootIdentity? Owner => owner;

    /// <summary>It is finished together with others, by whoever delivers them.</summary>
    public bool FinishesLater { get; init; }

    /// <summary>
    /// Whether a result of this item may stand in place, as far as is known: from a recorded intent until the file has been read. Then no
    /// fault may end the item as if it were untouched.
    /// </summary>
    public bool MayBeReplaced { get; private set; } = row.Intents.Count > 0;

    private bool InPlace => job.Options.Source is null;

    private bool KeepsOriginal => job.Options.KeepOriginals && InPlace;

    private RelativePath KeptAt => StateDirectory.KeptAt(job.Id, row.Path);

    /// <inheritdoc cref="Exchange.TakeEarlier"/>
    public void RemoveEarlierTemps() => _exchange.TakeEarlier(row.Intents, row.Epoch);

    /// <summary>
    /// Whether the file is as long as a result that was recorded; so too where it is not there, which reading it reports.
    /// </summary>
    public bool MayHoldAResult() => row.Intents.Count > 0
        && (_target.TryStat(row.Path) is not { } file || row.Intents.Any(intent => intent.Content.Length == file.Size));

    /// <summary>How many bytes loading it takes, as far as can be told before; none of a file that is refused for its size.</summary>
    public long BytesToLoad(long maxBytes)
    {
        if (InPlace && row.Intents.Count == 0 && row.Sizes.BytesIn > 0 && row.Sizes.BytesIn <= maxBytes)
        {
            // As its scan found it, which spares a look: loading it takes no more than this.
            return row.Sizes.BytesIn;
        }

        var target = _target.TryStat(row.Path)?.Size ?? 0;
        var bytes = InPlace ? target : target + (_source.TryStat(JobRoots.OriginalOf(row.Path, job))?.Size ?? 0);
        return InPlace && bytes > maxBytes && !IsAsLongAsRecorded(bytes) ? 0 : bytes;
    }

    /// <summary>Reads the file and tells what it holds.</summary>
    /// <param name="maxBytes">A larger file is refused, unless it is as long as what was recorded.</param>
    /// <param name="room">Bytes that there is room for. A file in place that is larger, and not refused, is not read.</param>
    /// <param name="ledger">Knows a result that was moved here by its content; null: there is none yet.</param>
    /// <param name="cancellationToken">Gives up before the ledger has answered.</param>
    public async Task<LoadResult> LoadAsync(long maxBytes, long room, IJobLedger? ledger, CancellationToken cancellationToken)
    {
        var result = InPlace
            ? await LoadInPlaceAsync(maxBytes, room, ledger, cancellationToken)
            : await LoadFromSourceAsync(maxBytes, ledger, cancellationToken);
        MayBeReplaced = result is LoadResult.Replaced || (result is LoadResult.Larger && MayBeReplaced);
        return result;
    }

    /// <summary>A complete temp file on the disk, with the traits that the result is to have.</summary>
    /// <param name="content">The result.</param>
    /// <param name="result">Its fingerprint.</param>
    /// <param name="history">What goes along with it, for ledgers that do not know it; null: it is an original.</param>
    /// <param name="original">What it is made of.</param>
    /// <returns>To be closed before it is removed, and once it is in place.</returns>
    public WrittenTemp WriteTemp(ReadOnlySpan<byte> content, Fingerprint result, FileHistory? history, LoadedFile original)
    {
        if (!InPlace)
        {
            _target.CreateDirectoryOf(row.Path);
        }

        // Before the rename, so that no observer ever sees the result with another time, and a crash cannot leave it with one.
        return _target.WriteTemp(_temp, content, original.Traits with
        {
            Times = job.Options.PreserveTimes ? original.Traits.Times : null,
            Note = history is null ? null : HistoryNote.Of(result, history),
        });
    }

    public void RemoveTemp()
    {
        if (_result is null)
        {
            _target.RemoveTemp(_temp);
        }
        else
        {
            _exchange.Discard(_temp, _result);
        }
    }

    /// <summary>Flushes the rename.</summary>
    public void SyncDirectory() => _target.SyncDirectoryOf(row.Path);

    /// <summary>
    /// Flushes what has been put in place or exchanged back, by this claim or an earlier one, perhaps of another job, so that no power
    /// failure brings a result back under a file that failed as untouched, or takes one away from what is unchanged. A fault, where that
    /// does not succeed; null: it did, or there is nothing to flush.
    /// </summary>
    public Failure? FlushRenames()
    {
        try
        {
            if (_result is not null || row.Intents.Count > 0)
            {
                SyncDirectory();
            }

            return null;
        }
        catch (FileFaultException fault)
        {
            return fault.Failure;
        }
    }

    /// <summary>Whether the result would still replace what was loaded.</summary>
    public bool IsStillThere(LoadResult.Original original) => _target.TryStat(row.Path) == original.Replaces?.Identity;

    /// <summary>
    /// The rename. What it answers is not believed, since an answer can be lost or repeated: the file's name has to stand for the very file
    /// that was written as the temp, or else it is read again, and its content decides.
    /// </summary>
    /// <returns>The file as it stands now, if it has the content <paramref name="result"/>.</returns>
    public FileIdentity Replace(LoadResult.Original original, Fingerprint result, WrittenTemp written)
    {
        var (fault, isOvertaken) = ((FileFaultException?)null, false);
        if (KeepsOriginal)
        {
            _target.Keep(row.Path, KeptAt);
        }

        MayBeReplaced = true;
        _result = result;
        _exchange.Add(result, original.Content, original.Replaces?.Content ?? result);
        try
        {
            _exchange.PutInPlace(_temp, original.Replaces);
        }
        catch (FileFaultException exception)
        {
            // Without its temp this rename cannot happen later either, so that what is read next stays true.
            fault = exception;
            isOvertaken = _target.TryStatTemp(_temp) is null;
            written.Dispose();
            RemoveTemp();
        }

        if (FindInPlace(result, written) is not { } found)
        {
            MayBeReplaced = false;
            if (!isOvertaken)
            {
                // Else a later claim, which has taken the temp, may have replaced the file since, and what is kept is its original.
                RemoveKept(original.File.Identity);
            }

            throw fault ?? new FileFaultException(FailureReason.ChangedByOthers, "it was changed at the moment of its replacement");
        }

        SyncDirectory();
        return found;
    }

    /// <summary>
    /// The file, if it is the result. By its identity, which costs no reading: the temp is held open. By its content where a file system
    /// numbers a file anew when it is renamed, and where the rename met a fault.
    /// </summary>
    private FileIdentity? FindInPlace(Fingerprint result, WrittenTemp written)
    {
        if (_target.TryStat(row.Path) is { } found && written.Is(found))
        {
            return found;
        }

        var file = _target.Load(row.Path, long.MaxValue);
        return Fingerprint.Of(file.Content.Span) == result ? file.Identity : null;
    }

    /// <summary>The name that keeping the original gave a file that has not been replaced after all.</summary>
    private void RemoveKept(FileIdentity original)
    {
        if (IsKept(original))
        {
            _target.RemoveKept(KeptAt);
        }
    }

    /// <summary>
    /// For an item that fails: the file is its original still, which a claim that was cut off before its rename may have given a second
    /// name. The verdict stands, whatever hinders this.
    /// </summary>
    public void RemoveKept()
    {
        try
        {
            if (KeepsOriginal && row.Epoch > 1 && _target.TryStat(row.Path) is { } file)
            {
                RemoveKept(file);
            }
        }
        catch (FileFaultException)
        {
            // Then it has two names, and a later job says so.
        }
    }

    /// <summary>What the next job finds of this one.</summary>
    public LastResult LastResultOf(FileIdentity file, Fingerprint content, Fingerprint? source, FileHistory? history) => InPlace
        ? new(job.Spec.ToString(), content, source == content ? null : source, file.ToRecord(), history)
        : new(job.Spec.ToString(), content, source, null, history);

    private async Task<LoadResult> LoadInPlaceAsync(
        long maxBytes, long room, IJobLedger? ledger, CancellationToken cancellationToken)
    {
        if (TryLoad(maxBytes, room, out var bytes) is not { } file)
        {
            return new LoadResult.Larger(bytes);
        }

        var content = Fingerprint.Of(file.Content.Span);
        if (IsOwnResult(content))
        {
            return new LoadResult.Replaced(file, content);
        }

        if (row.Source is not null && content != row.Source)
        {
            return new LoadResult.Refused(new(FailureReason.ChangedByOthers, "somebody else changed it in the middle of its replacement"));
        }

        var (lastSpec, history) = await HistoryOfAsync(file, content, ledger, cancellationToken);
        switch (row.Source is null ? RepetitionRule.Of(job, lastSpec, history) : Repetition.Work)
        {
            case Repetition.Unchanged:
                var madeOf = content == row.LastResult?.Content ? row.LastResult.Source : null;
                return new LoadResult.Unchanged(file, content, madeOf, file.Content.Length, history);
            case Repetition.ScalesAgain:
                return new LoadResult.Refused(new(FailureReason.ScaledBefore, ScaledBefore(history!)));
        }

        return file.Links > 1 && !job.Options.BreakHardLinks && !(file.Links == 2 && IsKept(file.Identity))
            ? new LoadResult.Refused(
                new(FailureReason.HardLinked, $"it has {file.Links} names (hard links); --break-hardlinks resizes this one alone"))
            : new LoadResult.Original(file, content, new(file.Identity, content), history);
    }

    /// <summary>Null where it is larger than there is room for: <paramref name="bytes"/> then.</summary>
    private LoadedFile? TryLoad(long maxBytes, long room, out long bytes)
    {
        bytes = 0;
        try
        {
            var file = _target.Load(row.Path, room);
            if (file.Content.Length <= maxBytes || IsAsLongAsRecorded(file.Content.Length))
            {
                return file;
            }
        }
        catch (FileFaultException fault) when (fault.Failure.Reason == FailureReason.TooLarge)
        {
            bytes = _target.TryStat(row.Path)?.Size ?? 0;
            if (bytes > room && (bytes <= maxBytes || IsAsLongAsRecorded(bytes)))
            {
                return null;
            }
        }

        return _target.Load(row.Path, maxBytes);
    }

    private async Task<LoadResult> LoadFromSourceAsync(long maxBytes, IJobLedger? ledger, CancellationToken cancellationToken)
    {
        // First, since a result of this job is one whatever has become of its original.
        var file = _target.TryStat(row.Path) is null ? null : _target.Load(row.Path, long.MaxValue);
        var content = file is null ? null : Fingerprint.Of(file.Content.Span);
        if (content is not null && IsOwnResult(content))
        {
            return new LoadResult.Replaced(file!, content);
        }

        var original = _source.Load(JobRoots.OriginalOf(row.Path, job), maxBytes);
        var source = Fingerprint.Of(original.Content.Span);
        var history = await FindHistoryAsync(original, source, ledger, cancellationToken);
        if (file is null || content is null)
        {
            return new LoadResult.Original(original, source, null, history);
        }

        if (content != row.LastResult?.Content && !row.Intents.Any(intent => intent.Content == content))
        {
            return new LoadResult.Refused(
                new(FailureReason.TargetExists, "the output directory has a file of that name that no job wrote"));
        }

        return !job.Options.Force && row.LastResult is { } last
            && (last.Spec, last.Content, last.Source) == (job.Spec.ToString(), content, source)
            ? new LoadResult.Unchanged(file, content, source, original.Content.Length, last.History)
            : new LoadResult.Original(original, source, new(file.Identity, content), history);
    }

    /// <summary>
    /// What is known of a content: from the row, which has what the last job left there and what one recorded that failed the item; else,
    /// where the file came from another path, from the ledger, and where it came from another root, from the file.
    /// </summary>
    private async Task<(string? LastSpec, FileHistory? History)> HistoryOfAsync(
        LoadedFile file, Fingerprint content, IJobLedger? ledger, CancellationToken cancellationToken)
    {
        if (content == row.LastResult?.Content)
        {
            return (row.LastResult.Spec, row.LastResult.History);
        }

        var found = await FindHistoryAsync(file, content, ledger, cancellationToken);
        var intent = row.Source is null ? row.Intents.FirstOrDefault(one => one.Content == content) : null;
        return intent is null ? (null, found)
            : (intent.Spec ?? job.Spec.ToString(), found ?? FileHistory.Of(intent.Spec ?? job.Spec.ToString()));
    }

    /// <summary>From the ledger; or, where another one made it, from the note that the file carries.</summary>
    private static async Task<FileHistory?> FindHistoryAsync(
        LoadedFile file, Fingerprint content, IJobLedger? ledger, CancellationToken cancellationToken) =>
        (ledger is null ? null : await ledger.FindHistoryAsync(content, cancellationToken))
            ?? HistoryNote.Read(file.Traits.Note, content);

    private static string ScaledBefore(FileHistory history)
    {
        var sizes = history.Original is not { } from ? "" : history.Current is { } to ? $" from {from} to {to}" : $" from {from}";
        var by = history.Specs[^1].Job is { } last ? $" by job {last}" : "";
        return $"it has been scaled{sizes}{by}; --again scales it once more";
    }

    /// <summary>A result is known by its bytes, however large it is.</summary>
    private bool IsAsLongAsRecorded(long bytes) =>
        row.LastResult?.Content.Length == bytes || row.Intents.Any(intent => intent.Content.Length == bytes);

    /// <summary>A claim of this job came as far as its rename.</summary>
    private bool IsOwnResult(Fingerprint content) => row.Source is not null && row.Intents.Any(intent => intent.Content == content);

    /// <summary>A name that the file has is the one that keeping the original gave it, in this attempt or one that was cut off.</summary>
    private bool IsKept(FileIdentity file) =>
        KeepsOriginal && _target.TryStat(KeptAt) is { } kept && (kept.Device, kept.Inode) == (file.Device, file.Inode);
}
