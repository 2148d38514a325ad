using System.Globalization;
using ImgCompress.Configuration;
using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Threading;

namespace ImgCompress.Ledger;

/// <summary>
/// One root, one ledger. A file that two ledgers know is resized by each, so a root and its ledger hold each other's identity, and
/// nothing is done where they differ.
/// <para>
/// A root without a mark and a ledger without a row take each other: the mark is written first, as <see cref="MarkState.Beginning"/>, then
/// the row, then the mark as complete. Whatever is cut off in between, whoever opens the same two next completes it; and to everybody
/// else the root is taken.
/// </para>
/// </summary>
public sealed class RootOwnership(IFileRoot root, IJobLedger ledger, TimeProvider time, Random random)
{
    /// <summary>How long a comparison with the ledger is believed before a claim.</summary>
    public static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(5);

    // Two processes that begin at the same moment get in each other's way once.
    private const int MaxTries = 20;

    private readonly Lock _lock = new();
    private readonly List<RelativePath> _found = [];
    private (RootIdentity Identity, DateTimeOffset At)? _known;
    private LedgerPlace? _place;
    private Task<RootIdentity>? _taking;

    /// <summary>For whoever begins to work: compares, and lets a root and a ledger that know nobody yet take each other.</summary>
    /// <returns>What both hold.</returns>
    /// <exception cref="ForeignRootException">They are not each other's.</exception>
    public async Task<RootIdentity> TakeAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await TryTakeAsync(cancellationToken) is { } identity)
            {
                return Know(identity);
            }
        }

        throw TakenMeanwhile();
    }

    /// <summary>
    /// For whoever only adds rows: compares, and writes nothing. A root and a ledger that know nobody yet may become each other's.
    /// </summary>
    /// <returns>The root's mark; null where it has none yet.</returns>
    /// <exception cref="ForeignRootException">They are not each other's.</exception>
    public async Task<RootMark?> CompareAsync(CancellationToken cancellationToken)
    {
        var (mark, _, row, place) = await ReadAsync(cancellationToken);
        Refuse(mark, row, place);
        return mark;
    }

    /// <summary>Before a claim: as <see cref="TakeAsync"/>, but believed for <see cref="CacheTime"/>.</summary>
    /// <returns>What both hold.</returns>
    /// <exception cref="ForeignRootException">They are not each other's.</exception>
    public async Task<RootIdentity> RequireAsync(CancellationToken cancellationToken)
    {
        (RootIdentity Identity, DateTimeOffset At)? known;
        lock (_lock)
        {
            known = _known;
        }

        if (known is { } last && (time.GetUtcNow() - last.At).Duration() < CacheTime)
        {
            return last.Identity;
        }

        if (known is null)
        {
            return await TakeOnceAsync().WaitAsync(cancellationToken);
        }

        var (mark, _, row, place) = await ReadAsync(cancellationToken);
        Refuse(mark, row, place);
        return Know(mark is { State: MarkState.Complete } ? mark.Identity : throw NotMarked(place));
    }

    /// <summary>
    /// One for all who begin at the same moment: who takes a root removes the temp files in it, and those of the others must not be there
    /// yet.
    /// </summary>
    private Task<RootIdentity> TakeOnceAsync()
    {
        lock (_lock)
        {
            // Beside: nobody waits for the lock until a file has been read.
            return _taking is { IsCompleted: false } ? _taking : _taking = SideBySide.RunAsync(() => TakeAsync(CancellationToken.None));
        }
    }

    /// <summary>
    /// Before a rename, with the temp file already there: the mark is read anew. An adoption writes the mark and then removes all temp
    /// files, so either it is seen here, or the rename has nothing left to rename.
    /// </summary>
    /// <param name="owner">Whose it was when the file was claimed, as <see cref="RequireAsync"/> had it.</param>
    /// <exception cref="ForeignRootException">The root has been given to a ledger since, another one or anew.</exception>
    public void RequireUnchanged(RootIdentity? owner)
    {
        if (!RootMark.IsOf(owner, root))
        {
            lock (_lock)
            {
                _known = null;
            }

            throw new ForeignRootException($"'{root.Location}' has been given to another ledger meanwhile");
        }
    }

    /// <summary>
    /// Gives the root to the ledger, whosever it was. Workers of another ledger can put nothing in place from here on. Cut off, it is
    /// completed by whoever opens both next.
    /// </summary>
    /// <returns>Temp files that may be what another program saved, where they are now.</returns>
    /// <exception cref="FileFaultException">The state directory is not our own.</exception>
    /// <exception cref="ForeignRootException">It has no mark, and lies in another root.</exception>
    public async Task<IReadOnlyList<RelativePath>> AdoptAsync(CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await TryAdoptAsync(cancellationToken))
            {
                await TakeAsync(cancellationToken);
                lock (_lock)
                {
                    return [.. _found];
                }
            }
        }

        throw TakenMeanwhile();
    }

    /// <summary>How the ledger that is asked for gets the root.</summary>
    internal static string HowToAdopt(IFileRoot root) =>
        $"If no other ledger works on it any more: {CommandHint.Of("adopt", root.Location)}";

    /// <summary>For a root whose embedded ledger is not there, or is not what the mark says.</summary>
    public static ForeignRootException LedgerIsGone(IFileRoot root, RootMark mark) => new(
        mark.Place.IsEmbedded
            ? $"'{root.Location}' was given to an embedded ledger on {Date(mark.Identity)}, and that is gone: which files it has "
                + $"resized is not known any more. Put '{StateDirectory.Name}/{StateDirectory.Ledger}' back; or, to begin anew: "
                + CommandHint.Of("adopt", root.Location)
            : $"'{root.Location}' belongs to {mark.Place} since {Date(mark.Identity)}, and not to an embedded ledger, which would "
                + $"resize its files once more. {HowToAdopt(root)}");

    private async Task<bool> TryAdoptAsync(CancellationToken cancellationToken)
    {
        var place = await PlaceAsync(cancellationToken);
        var mark = TryReadMark(out var standing);
        if (standing is null || mark?.State == MarkState.Beginning)
        {
            RefuseBelowAnother(mark);
        }

        if (standing is null)
        {
            // From here on it is seen to be a root, by one above that is being taken: after this it is asked once more.
            Begin(place);
            return false;
        }

        var row = await ledger.FindRootAsync(cancellationToken);
        var identity = new RootIdentity(
            mark?.Identity.Root ?? NewId(),
            NewId(),
            time.GetUtcNow(),
            place.Id is null ? Math.Max(mark?.Identity.Generation ?? 0, row?.Generation ?? 0) + 1 : 0);
        using var state = root.OpenState(StateUse.Create)!;
        var adopting = RootMark.Of(identity, place, MarkState.Adopting).ToJson();
        return state.TryReplace(StateDirectory.Mark, standing, adopting);
    }

    private async Task<RootIdentity?> TryTakeAsync(CancellationToken cancellationToken)
    {
        var (mark, standing, row, place) = await ReadAsync(cancellationToken);
        Refuse(mark, row, place);
        using var state = root.OpenState(StateUse.Create)!;
        switch (mark)
        {
            case null:
                Begin(place);
                return null;
            case { State: MarkState.Beginning } when row is null:
            case { State: MarkState.Adopting } when !mark.Identity.IsOf(row):
                // Where the mark is another by now, the row may be what a later adoption has stored, which this one must not take back.
                if (row is null || IsMarkStill(standing))
                {
                    await ledger.StoreRootAsync(mark.Identity, row, cancellationToken);
                }

                return null;
            case { State: not MarkState.Complete }:
                if (await TakeTempsAsync(standing, cancellationToken))
                {
                    state.TryReplace(StateDirectory.Mark, standing, (mark with { State = MarkState.Complete }).ToJson());
                }

                return null;
            default:
                return place.Id is null ? await GrowAsync(state, mark, standing, row!, cancellationToken) : mark.Identity;
        }
    }

    /// <summary>
    /// Workers of the ledger that had the root find another mark by now, and after this nothing that they could rename. Where somebody has
    /// completed the mark meanwhile, temp files that are found after that may be of who works by it; and who was cut off in the midst of
    /// this has left what he took.
    /// </summary>
    /// <returns>False: the mark is another by now.</returns>
    private async Task<bool> TakeTempsAsync(byte[]? standing, CancellationToken cancellationToken)
    {
        while (true)
        {
            var temps = root.ListTemps().ToList();
            if (!IsMarkStill(standing))
            {
                return false;
            }

            if (temps.Count == 0)
            {
                return true;
            }

            foreach (var temp in temps)
            {
                await TakeTempAsync(temp, cancellationToken);
            }
        }
    }

    /// <summary>
    /// A result is removed. Anything else may be what another program saved at the moment when the file was replaced, by a worker that was
    /// cut off before it could put that back. For which file that is, this ledger does not know, and it stays for whoever it belongs to.
    /// Taken away before it is looked at: until then it may still change names with its file.
    /// </summary>
    private async Task TakeTempAsync(TempName temp, CancellationToken cancellationToken)
    {
        var taken = temp.TakenBy(NewNumber());
        if (!root.TryTakeTemp(temp, taken) || root.FingerprintOfTemp(taken) is not { } content)
        {
            return;
        }

        if (HistoryNote.Read(root.NoteOfTemp(taken), content) is not null
            || await ledger.FindHistoryAsync(content, cancellationToken) is not null)
        {
            root.RemoveTemp(taken);
            return;
        }

        var found = StateDirectory.FoundAt(taken);
        root.CreateDirectoryOf(found);
        root.Replace(taken, found);
        root.SyncDirectoryOf(found);
        lock (_lock)
        {
            _found.Add(found);
        }
    }

    private bool IsMarkStill(byte[]? standing)
    {
        RootMark.Read(root, out var content);
        return content.AsSpan().SequenceEqual(standing);
    }

    private void Begin(LedgerPlace place)
    {
        using var state = root.OpenState(StateUse.Create)!;
        var fresh = new RootIdentity(NewId(), NewId(), time.GetUtcNow(), 0);
        state.TryCreate(StateDirectory.Mark, RootMark.Of(fresh, place, MarkState.Beginning).ToJson());
    }

    /// <summary>The ledger first, flushed, so that it is never behind its mark by anything but being an older copy.</summary>
    private async Task<RootIdentity?> GrowAsync(
        IStateDirectory state, RootMark mark, byte[]? standing, RootIdentity row, CancellationToken cancellationToken)
    {
        var grown = row with { Generation = row.Generation + 1 };
        return await ledger.StoreRootAsync(grown, row, cancellationToken)
            && state.TryReplace(StateDirectory.Mark, standing, (mark with { Identity = grown }).ToJson())
                ? grown
                : null;
    }

    private async Task<(RootMark? Mark, byte[]? Content, RootIdentity? Row, LedgerPlace Place)> ReadAsync(
        CancellationToken cancellationToken)
    {
        var place = await PlaceAsync(cancellationToken);

        // The mark first: what stands in it when it is complete, the row had before. Only one that is not there yet may come meanwhile.
        var mark = RootMark.Read(root, out var content);
        var row = await ledger.FindRootAsync(cancellationToken);
        if (mark is null && row is not null)
        {
            mark = RootMark.Read(root, out content);
        }

        return (mark, content, row, place);
    }

    private async Task<LedgerPlace> PlaceAsync(CancellationToken cancellationToken) =>
        _place ??= await ledger.FindPlaceAsync(cancellationToken);

    private void Refuse(RootMark? mark, RootIdentity? row, LedgerPlace place)
    {
        if (mark is null)
        {
            if (row is not null)
            {
                throw NotMarked(place);
            }

            RefuseBelowAnother(mark);
        }
        else if (mark.Place != place)
        {
            throw new ForeignRootException(
                $"'{root.Location}' belongs to {mark.Place} since {Date(mark.Identity)}, not to {Described(place)}: what that one has "
                + $"resized is unknown here. {HowToAdopt(root)}");
        }
        else if (mark.State != MarkState.Adopting && !(mark.State == MarkState.Beginning && row is null))
        {
            RefuseRow(mark, row, place);
        }

        if (mark?.State == MarkState.Beginning)
        {
            RefuseBelowAnother(mark);
        }
    }

    private void RefuseRow(RootMark mark, RootIdentity? row, LedgerPlace place)
    {
        if (row is null)
        {
            throw new ForeignRootException(
                $"'{root.Location}' was given to {place} on {Date(mark.Identity)}, which knows nothing of it: that ledger is another, or "
                + $"an older copy, and which files have been resized is not known to it. {HowToAdopt(root)}");
        }

        if (!row.IsOf(mark.Identity))
        {
            throw new ForeignRootException(
                $"{place} belongs to another directory than '{root.Location}' since {Date(row)}, or this one to another ledger. "
                + HowToAdopt(root));
        }

        if (row.Generation < mark.Identity.Generation)
        {
            throw new ForeignRootException(
                $"the ledger of '{root.Location}' is an older copy of the one that worked on it last: it does not know what has been "
                + $"resized since. Put the newer one back; or, if that is lost: {CommandHint.Of("adopt", root.Location)}");
        }
    }

    /// <summary>
    /// Before the mark is made, so that none is where none may be, and once more after it was: of two roots, one in the other, that are
    /// taken at the same moment, either this one sees the mark of the one above, or that one's workers see this one's.
    /// </summary>
    private void RefuseBelowAnother(RootMark? mark)
    {
        if (root.FindRootAbove() is { } above)
        {
            throw new ForeignRootException(
                $"'{root.Location}' lies in '{above.Location}', which has a ledger of its own: its files would be in two"
                + (mark is null ? "" : $". If nothing has been resized by its own, remove its '{StateDirectory.Name}/'"));
        }
    }

    private ForeignRootException TakenMeanwhile() => new($"'{root.Location}' is being given to a ledger by somebody else: try again");

    private ForeignRootException NotMarked(LedgerPlace place) => new(
        $"{Described(place)} belongs to another directory than '{root.Location}', which has no mark of it "
        + $"('{StateDirectory.Name}/{StateDirectory.Mark}'): is this the right root? {HowToAdopt(root)}");

    private RootMark? TryReadMark(out byte[]? content)
    {
        content = null;
        try
        {
            return RootMark.Read(root, out content);
        }
        catch (ForeignRootException) when (content is not null)
        {
            // What cannot be understood is what an adoption is for.
            return null;
        }
    }

    private RootIdentity Know(RootIdentity identity)
    {
        lock (_lock)
        {
            _known = (identity, time.GetUtcNow());
        }

        return identity;
    }

    private long NewNumber()
    {
        lock (random)
        {
            return random.NextInt64();
        }
    }

    private string NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (random)
        {
            random.NextBytes(bytes);
        }

        return Convert.ToHexStringLower(bytes);
    }

    private static string Described(LedgerPlace place) => place.IsEmbedded ? "an embedded ledger" : place.ToString();

    private static string Date(RootIdentity identity) => identity.Made.ToString("u", CultureInfo.InvariantCulture);
}
