using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>
/// Puts the kept originals of a job back in place, by the steps of a delivery: the row is taken under a new epoch, so that no worker and no
/// later job works on the file; temp files of earlier epochs are taken away, so that nobody who stalled can rename any more; the kept file
/// gets the name of this epoch's temp file, and that changes names with the result. Cut off anywhere, the same command goes on.
/// </summary>
internal sealed class Restorer(IJobLedger ledger, IFileRoot root, RootOwnership ownership, JobRow job)
{
    private const int BatchSize = 100;
    private const int Parallelism = 8;
    private const string InUse = "in-use";

    private readonly KeptOriginals _kept = new(root, job);
    private readonly List<FileFinding> _left = [];
    private readonly Lock _lock = new();
    private RootIdentity? _owner;
    private long _restored;
    private long _bytes;
    private long _already;

    /// <summary>Files looked at so far.</summary>
    public long Seen
    {
        get
        {
            lock (_lock)
            {
                return _restored + _already + _left.Count;
            }
        }
    }

    /// <param name="filter">The files that are meant.</param>
    /// <param name="dryRun">Say what would be done, and touch nothing.</param>
    /// <param name="cancellationToken">Ends it after the files in progress.</param>
    public async Task<RestoreReport> RestoreAsync(PathFilter filter, bool dryRun, CancellationToken cancellationToken)
    {
        var complete = true;
        try
        {
            _owner = dryRun ? null : await ownership.RequireAsync(cancellationToken);
            var found = new HashSet<RelativePath>();
            foreach (var batch in _kept.List(filter).Select(kept => kept.Path).Chunk(BatchSize))
            {
                found.UnionWith(batch);
                var rows = (await ledger.FindFilesAsync(batch, cancellationToken)).ToDictionary(row => row.Path);
                await Parallel.ForEachAsync(
                    batch,
                    new ParallelOptions
                    {
                        MaxDegreeOfParallelism = Parallelism,
                        CancellationToken = cancellationToken,
                        TaskScheduler = TaskScheduler.Current,
                    },
                    async (path, _) => await RestoreAsync(path, rows.GetValueOrDefault(path), dryRun));
            }

            await foreach (var row in ledger.ListFilesAsync(job.Id, cancellationToken))
            {
                if (!found.Contains(row.Path) && filter.Takes(row.Path)
                    && row is { State: ItemState.Restoring } or { State: ItemState.Done, Outcome: Outcome.Done })
                {
                    await RestoreAsync(row.Path, row, dryRun);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            complete = false;
        }

        return new(
            job.Id.ToString(), _restored, _bytes, _already, dryRun, complete,
            [.. _left.OrderBy(file => file.Path, StringComparer.Ordinal)]);
    }

    private async Task RestoreAsync(RelativePath path, FileRow? row, bool dryRun)
    {
        try
        {
            if (WhyNot(row) is var (reason, detail))
            {
                Leave(path, reason, detail);
            }
            else if (row!.Outcome == Outcome.Restored)
            {
                Tidy(row, dryRun);
            }
            else
            {
                await RestoreAsync(row, dryRun);
            }
        }
        catch (FileFaultException fault)
        {
            Leave(path, fault.Failure.Reason.ToName(), fault.Message);
        }
    }

    private (string Reason, string Detail)? WhyNot(FileRow? row) => row switch
    {
        null => ("not-in-ledger", "the ledger has no row of it"),
        { State: ItemState.Failed } => ("failed", $"job {row.Job} failed on it and left it as it was, as far as is known"),
        { State: not (ItemState.Done or ItemState.Restoring) } => ("unfinished", $"it is unfinished in job {row.Job}"),
        _ when _kept.SourceOf(row) is null => row.Job == job.Id
            ? ("not-replaced", "the job did not replace it")
            : ("later-job", $"job {row.Job} has worked on it since"),
        _ => null,
    };

    /// <summary>Its last name in <c>keep/</c> is left over where the command was cut off after the row had ended.</summary>
    private void Tidy(FileRow row, bool dryRun)
    {
        if (!dryRun && Fingerprint.Of(root.Load(row.Path, long.MaxValue).Content.Span) == row.Source)
        {
            root.RemoveKept(_kept.At(row.Path));
        }

        lock (_lock)
        {
            _already++;
        }
    }

    private async Task RestoreAsync(FileRow row, bool dryRun)
    {
        var source = _kept.SourceOf(row)!;
        var kept = TryLoad(_kept.At(row.Path));
        var inPlace = TryLoad(row.Path);
        if (WhyNot(row, source, kept, inPlace) is var (reason, detail))
        {
            Leave(row.Path, reason, detail);

            // One that was cut off and has nothing to go on with: completed as before, so that its file is free for other jobs.
            if (!dryRun && row.State == ItemState.Restoring
                && await ledger.BeginRestoreAsync(row, source, CancellationToken.None) is { } abandoned)
            {
                TakeEarlier(ExchangeOf(abandoned, source), abandoned);
                await GiveUpAsync(abandoned, source);
            }
        }
        else if (dryRun)
        {
            Count(source);
        }
        else if (await ledger.BeginRestoreAsync(row, source, CancellationToken.None) is { } restoring)
        {
            await RestoreAsync(restoring, source, kept, inPlace!);
        }
        else
        {
            Leave(row.Path, InUse, "another process has begun to work on it at this moment: try again");
        }
    }

    private static (string Reason, string Detail)? WhyNot(FileRow row, Fingerprint source, LoadedFile? kept, LoadedFile? inPlace)
    {
        var content = inPlace is null ? null : Fingerprint.Of(inPlace.Content.Span);
        return content is null ? ("missing", "the file is not there any more")
            : content == source ? null
            : content != row.LastResult?.Content ? ("changed-since", "it has been changed since the job left it")
            : kept is null ? ("not-kept", "its original is not kept (any more)")
            : Fingerprint.Of(kept.Content.Span) != source ? ("kept-differs", "the kept file is not the original that the job recorded")
            : null;
    }

    private async Task RestoreAsync(FileRow restoring, Fingerprint source, LoadedFile? kept, LoadedFile inPlace)
    {
        var temp = TempName.Of(restoring.Path, _owner!.Ledger, restoring.Epoch);
        var exchange = ExchangeOf(restoring, source);

        // A fault here is no reason to give the item up: somebody who stalled could still rename. The same command begins again.
        TakeEarlier(exchange, restoring);
        try
        {
            var content = Fingerprint.Of(inPlace.Content.Span);
            inPlace = AsItWas(restoring.Path, inPlace, content);
            if (content != source)
            {
                root.LinkTemp(temp, _kept.At(restoring.Path));
                ownership.RequireUnchanged(_owner);
                if (!await IsStillOursAsync(restoring))
                {
                    root.RemoveTemp(temp);
                    Leave(restoring.Path, InUse, "another process puts it back at this moment");
                    return;
                }

                if (root.TryStat(restoring.Path) == inPlace.Identity)
                {
                    exchange.PutInPlace(temp, new(inPlace.Identity, content));
                }

                RequireInPlace(restoring.Path, source, kept!.Identity);
            }

            root.SyncDirectoryOf(restoring.Path);
        }
        catch (Exception exception) when (exception is FileFaultException or ForeignRootException)
        {
            exchange.Discard(temp, source);
            await GiveUpAsync(restoring, source);
            var reason = exception is FileFaultException fault ? fault.Failure.Reason.ToName() : "other-ledger";
            Leave(restoring.Path, reason, exception.Message);
            return;
        }

        if (await ledger.EndRestoreAsync(restoring, restored: true, CancellationToken.None))
        {
            Count(source);

            // Last: until the row has ended, this is what the command would begin from again.
            root.RemoveKept(_kept.At(restoring.Path));
        }
        else
        {
            Leave(restoring.Path, InUse, "another process puts it back at this moment");
        }
    }

    /// <summary>
    /// Asked with the temp file in place. Whoever takes the row after this removes the temp file; whoever took it before has removed those
    /// that there were, and this one would be renamed at any time, perhaps over what a later job has made.
    /// </summary>
    private async Task<bool> IsStillOursAsync(FileRow restoring) =>
        await ledger.FindFilesAsync([restoring.Path], CancellationToken.None)
            is [{ State: ItemState.Restoring } row] && row.Epoch == restoring.Epoch;

    /// <summary>The very original, or a result that it replaces, is of no use under a temp file's name; what anybody saved is.</summary>
    private Exchange ExchangeOf(FileRow restoring, Fingerprint source) => new(
        root,
        restoring.Path,
        _owner!.Ledger,
        [.. Exchange.Recorded(restoring), source, .. restoring.LastResult is { } left ? new[] { left.Content } : []]);

    /// <summary>The fence. Where the root has been given to a ledger anew, those that may still rename have other temp files.</summary>
    private void TakeEarlier(Exchange exchange, FileRow restoring)
    {
        ownership.RequireUnchanged(_owner);
        exchange.TakeEarlier(restoring.Intents.Where(intent => intent.Epoch < restoring.Epoch), restoring.Epoch);
    }

    /// <summary>The file as it stands after the fence, which may have put back what another program had saved.</summary>
    private LoadedFile AsItWas(RelativePath path, LoadedFile file, Fingerprint content)
    {
        var now = root.TryStat(path) == file.Identity ? file : root.Load(path, long.MaxValue);
        return now == file || Fingerprint.Of(now.Content.Span) == content
            ? now
            : throw new FileFaultException(FailureReason.ChangedInWork, "another program has saved it meanwhile: try again");
    }

    /// <summary>The very file that was kept, or, where a file system numbers files anew, its content.</summary>
    private void RequireInPlace(RelativePath path, Fingerprint source, FileIdentity kept)
    {
        var found = root.TryStat(path);
        if (found is null
            || ((found with { Changed = kept.Changed }) != kept && Fingerprint.Of(root.Load(path, long.MaxValue).Content.Span) != source))
        {
            throw new FileFaultException(FailureReason.ChangedInWork, "it was changed at the moment of its replacement: try again");
        }
    }

    /// <summary>
    /// Without its temp file nothing can be renamed any more, so what stands in place decides. Where that cannot be read, the row stays as
    /// it is, and the same command tries again.
    /// </summary>
    private async Task GiveUpAsync(FileRow restoring, Fingerprint source)
    {
        var file = TryLoad(restoring.Path);
        if (file is null || Fingerprint.Of(file.Content.Span) != source)
        {
            if (file is not null)
            {
                // What was put back outlives a power failure before nothing looks for it any more.
                root.SyncDirectoryOf(restoring.Path);
            }

            await ledger.EndRestoreAsync(restoring, restored: false, CancellationToken.None);
        }
    }

    /// <summary>Null where there is none.</summary>
    private LoadedFile? TryLoad(RelativePath path)
    {
        try
        {
            return root.Load(path, long.MaxValue);
        }
        catch (FileFaultException fault) when (fault.Failure.Reason == FailureReason.Missing)
        {
            return null;
        }
    }

    private void Count(Fingerprint source)
    {
        lock (_lock)
        {
            _restored++;
            _bytes += source.Length;
        }
    }

    private void Leave(RelativePath path, string reason, string detail)
    {
        lock (_lock)
        {
            _left.Add(FileFinding.Of(path, reason, detail));
        }
    }
}
