using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>What holds at each step, and at the end.</summary>
internal sealed class Invariants
{
    private readonly SimulatedDisk _disk;
    private readonly IReadOnlyList<Side> _sides;
    private readonly SimulatedWorld _simulation;
    private readonly Dictionary<string, int> _latest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Picture> _shown = new(StringComparer.Ordinal);

    // Files whose last content may be lost, in a way that protocol.md does not cover.
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);

    private readonly Dictionary<string, Side> _scaledBy = new(StringComparer.Ordinal);
    private readonly Dictionary<(Side, RelativePath), int> _claims = [];
    private readonly Dictionary<(Side, JobId), RelativePath?> _cursors = [];

    // The last epoch and the last file that were there when a job got its item.
    private readonly Dictionary<(Side, RelativePath, JobId), (long Epoch, ulong Files)> _begun = [];

    // An original may stand there whose row a power failure has taken back to what it was before.
    private readonly HashSet<string> _restored = new(StringComparer.Ordinal);
    private readonly HashSet<string> _restoredOnce = new(StringComparer.Ordinal);

    // Finished by a claim that could not flush, as protocol.md says that it may be.
    private readonly HashSet<string> _unflushed = new(StringComparer.Ordinal);

    public Invariants(SimulatedDisk disk, IReadOnlyList<Side> sides, SimulatedWorld simulation)
    {
        (_disk, _sides, _simulation) = (disk, sides, simulation);
        disk.Changed = Changed;
        foreach (var side in sides)
        {
            side.Ledger.Changed = (before, after) => Changed(side, before, after);
            side.Ledger.Committed = () => Committed(side);
        }
    }

    /// <summary>Somebody is about to save a file.</summary>
    public void Saved(string name, int version)
    {
        if (_latest.TryGetValue(name, out var latest) && Read(name)?.Version != latest && IsDisplaced(latest))
        {
            // Two saves, and perhaps a death: see protocol.md. The first one is not where it was saved, and not what is there is made of.
            _lost.Add(name);
        }

        _latest[name] = version;
    }

    /// <summary>Somebody is about to give a file another name.</summary>
    public void Moved(string from, string to)
    {
        _latest.Remove(from);
        _latest[to] = Read(from)!.Value.Version;
    }

    /// <summary>Commits of a ledger were taken back.</summary>
    public void LostPower(Side side)
    {
        _restored.UnionWith(_restoredOnce);
        foreach (var row in side.Ledger.Files.Values)
        {
            _claims[(side, row.Path)] = row.Attempts;
        }

        foreach (var (id, job) in side.Ledger.Jobs)
        {
            _cursors[(side, id)] = job.Row.Cursor;
        }
    }

    /// <summary>
    /// Whether somebody else may change a file now without losing what he saves: where names are exchanged, always; else, as protocol.md
    /// says, not between the last look and the rename of a worker or a restoration.
    /// </summary>
    public bool MayBeChanged(string name) => Read(name) is not null && _sides.All(side => RowOf(side, name) is not { } row
        || _disk.CanExchange || row.State == ItemState.Done
        || (row.State == ItemState.Failed && row.Failure?.Reason != FailureReason.Unknown));

    /// <summary>What has not come to its end; null: nothing.</summary>
    /// <param name="submitted">Whether all jobs are submitted.</param>
    /// <param name="jobs">Those that are. A job whose creation was told to have failed has no files, and nobody knows it.</param>
    public string? Unfinished(bool submitted, IReadOnlySet<JobId> jobs)
    {
        if (!submitted)
        {
            return "a submission";
        }

        foreach (var side in _sides.Where(IsOwner))
        {
            foreach (var (id, job) in side.Ledger.Jobs.Where(pair => pair.Value.Counted.Items > 0 || jobs.Contains(pair.Key)))
            {
                var rows = side.Ledger.Files.Values.Where(row => row.Job == id).ToList();
                var open = rows.FindAll(row => row.State is not (ItemState.Done or ItemState.Failed));
                if (job.Row.State == JobState.Cancelled
                    ? open.Exists(row => row.IsInProgress)
                    : open.Count > 0 || !job.Row.IsFinished(job.Counts))
                {
                    return $"job {id} of {side.Name} is {job.Row.State} with {job.Counts.Ended} of {job.Counts.Items} ended, open: "
                        + string.Join(", ", open.Select(row => $"{row.Path} {row.State}"));
                }
            }
        }

        return null;
    }

    /// <summary>What holds once all has come to its end.</summary>
    /// <param name="lettersAreKept">Nobody but workers has taken anything off the queue.</param>
    public void CheckEnd(bool lettersAreKept)
    {
        foreach (var (name, version) in _latest.Where(pair => !_lost.Contains(pair.Key)))
        {
            // Of a file that failed as unknown the next job puts it back.
            var isUnknown = _sides.Any(side => RowOf(side, name)?.Failure?.Reason == FailureReason.Unknown);
            if (Read(name)?.Version != version && !(isUnknown && IsDisplaced(version)) && !IsFound(version))
            {
                _simulation.Violate($"what was saved last as {name} is not there");
            }
        }

        foreach (var side in _sides.Where(IsOwner))
        {
            foreach (var row in side.Ledger.Files.Values.Where(row =>
                row.State == ItemState.Failed && !Counts.IsSkipped(row.Failure) && lettersAreKept))
            {
                if (side.Ledger.Find(row.Job)!.Row.State != JobState.Cancelled && !HasLetter(side, row))
                {
                    _simulation.Violate($"{row.Path} has failed, and no letter and no message says so");
                }
            }
        }
    }

    private static bool HasLetter(Side side, FileRow row) => side.Queue.Letters.Select(letter => letter.Letter.Body)
        .Concat(side.Queue.Messages.Select(message => message.Body))
        .Any(body => JobMessage.Parse(body, out _) is { } message && message.Path == row.Path && message.Job == row.Job);

    private Picture? Read(string name) => _disk.Find(name) is { } file ? Picture.Read(file.Content) : null;

    private static bool IsPicture(string name) => !name.Contains(StateDirectory.Name, StringComparison.Ordinal);

    private static FileRow? RowOf(Side side, string name) =>
        side.Location.Length == 0 ? side.Ledger.Find(RelativePath.Join("", name))
        : name.StartsWith($"{side.Location}/", StringComparison.Ordinal)
            ? side.Ledger.Find(RelativePath.Join("", name[(side.Location.Length + 1)..]))
        : null;

    private static string NameOf(Side side, RelativePath path) => side.Location.Length == 0 ? path.Value : $"{side.Location}/{path}";

    private RootMark? MarkOf(Side side)
    {
        var root = new SimulatedRoot(_disk, side.Location, new DirectCaller(TimeProvider.System));
        return RootMark.Read(root);
    }

    private bool IsOwner(Side side) =>
        side.Ledger.Root is { } identity && MarkOf(side) is { State: MarkState.Complete } mark && mark.Identity.IsOf(identity);

    /// <summary>
    /// Whether a ledger has begun to adopt the root, be it the one that owned it: until the temp files are removed, a worker of before
    /// renames its own, and nobody else works.
    /// </summary>
    private bool IsBeingAdopted(Side side) => MarkOf(side) is { State: MarkState.Adopting };

    private void Changed(IReadOnlyList<string> names)
    {
        if (_simulation.HasJournal)
        {
            _simulation.Note(_simulation.Current, $"  {string.Join(", ", names.Distinct().Select(Described))}");
        }

        foreach (var name in names.Where(IsPicture))
        {
            CheckContent(name);
        }

    }

    private string Described(string name) => Read(name) is { } picture ? $"{name} is {picture.Version}, {picture.Width} wide"
        : _disk.Find(name) is null ? $"{name} is gone"
        : $"{name} is written";

    private void CheckContent(string name)
    {
        if (_disk.Find(name) is not { } file)
        {
            if (_latest.ContainsKey(name))
            {
                _simulation.Violate($"{name} is lost");
            }

            return;
        }

        if (Picture.Read(file.Content) is not { } picture)
        {
            _simulation.Violate($"{name} is no whole picture");
            return;
        }

        if (_latest.TryGetValue(name, out var latest) && picture.Version != latest && !_lost.Contains(name)
            && !IsDisplaced(latest))
        {
            _simulation.Violate($"what was saved last as {name} was destroyed");
        }

        if (_simulation.Setup.HasOutput)
        {
            CheckOutput(name, picture);
        }
        else if (_shown.TryGetValue(name, out var before) && before.Version == picture.Version && picture.Width < before.Width
            && _simulation.Current is { } process)
        {
            CheckScaling(name, before, picture, process.Side);
            _scaledBy[name] = process.Side;
        }

        _shown[name] = picture;
        foreach (var side in _sides)
        {
            if (RowOf(side, name) is { State: ItemState.Done, LastResult: { } left } && !_unflushed.Contains(name)
                && !_restored.Contains(name)
                && Fingerprint.Of(file.Content) != left.Content && IsOfTheSame(left, picture) && IsOwner(side)
                && _scaledBy.GetValueOrDefault(name, side) == side)
            {
                _simulation.Violate($"{name} is done, and not the result");
            }
        }

        if (_simulation.Current?.Side is { } worker && RowOf(worker, name) is { } row && IsResizedThoughFailed(worker, row, file))
        {
            _simulation.Violate($"{name} is resized, and had failed as {row.Failure!.Reason}");
        }
    }

    /// <summary>Originals stay as they are, and a result is made of one, and not of a result.</summary>
    private void CheckOutput(string name, Picture picture)
    {
        if (name.StartsWith(Setup.Originals, StringComparison.Ordinal) ? picture.IsScaled
            : picture.Width is not (Picture.Original or Picture.Original / 2 or Picture.Original / 3))
        {
            _simulation.Violate($"{name} was {(name.StartsWith(Setup.Originals, StringComparison.Ordinal) ? "touched" : "resized twice")}");
        }
    }

    /// <summary>What was saved is where an exchange of names has put it, and is put back from.</summary>
    private bool IsDisplaced(int version) => _disk.Names.Any(
        pair => !IsPicture(pair.Key) && Picture.Read(pair.Value.Content) is { IsScaled: false } picture && picture.Version == version);

    /// <summary>
    /// What an adoption has put aside and reports: the new ledger does not know for which file the temp file was, and the file shows what
    /// the stalled worker has made of the content before.
    /// </summary>
    private bool IsFound(int version) => _disk.Names.Any(pair =>
        pair.Key.Contains($"{StateDirectory.Name}/{StateDirectory.Found}/", StringComparison.Ordinal)
            && Picture.Read(pair.Value.Content) is { IsScaled: false } picture && picture.Version == version);

    private void CheckScaling(string name, Picture before, Picture after, Side side)
    {
        if (before.IsScaled && _scaledBy.TryGetValue(name, out var earlier) && earlier.Location != side.Location)
        {
            _simulation.Violate($"{name} was resized for the ledgers of two roots");
        }

        if (MarkOf(side) is { State: MarkState.Complete } mark && !mark.Identity.IsOf(side.Ledger.Root))
        {
            _simulation.Violate($"{name} was resized for a ledger that it does not belong to");
        }
        else if (before.IsScaled && (before.Width % 3 != 0 || after.Width * 3 != before.Width || before.Width == Picture.Original / 3)
            && !((IsOwner(side) || IsBeingAdopted(side)) && side.Ledger.Find(Fingerprint.Of(ContentOf(before))) is null))
        {
            _simulation.Violate($"{name} was resized twice: {before.Width} to {after.Width}");
        }
    }

    /// <summary>What the program makes of a picture of one grey.</summary>
    private static byte[] ContentOf(Picture picture)
    {
        var header = System.Text.Encoding.ASCII.GetBytes($"P5\n{picture.Width} {picture.Width}\n255\n");
        return [.. header, .. Enumerable.Repeat((byte)picture.Version, picture.Width * picture.Width)];
    }

    private static bool IsOfTheSame(LastResult left, Picture picture)
    {
        for (var width = Picture.Original; width > 0; width--)
        {
            if (left.Content.Length == ContentOf(picture with { Width = width }).Length
                && left.Content == Fingerprint.Of(ContentOf(picture with { Width = width })))
            {
                return true;
            }
        }

        return false;
    }

    private void Changed(Side side, FileRow? before, FileRow after)
    {
        var key = (side, after.Path);
        if (after.State == ItemState.Pending)
        {
            _claims[key] = 0;
            _begun[(side, after.Path, after.Job)] = (after.Epoch, _disk.Files);
        }
        else if (before is not null && after.Epoch > before.Epoch && after.State == ItemState.Claimed)
        {
            _claims[key] = after.Attempts == 1 ? 1 : _claims.GetValueOrDefault(key) + 1;
        }

        if (after.IsInProgress && after.Attempts > _claims.GetValueOrDefault(key))
        {
            _simulation.Violate($"{after.Path} has {after.Attempts} attempts after {_claims.GetValueOrDefault(key)} claims");
        }

        if (!IsOwner(side))
        {
            return;
        }

        var name = NameOf(side, after.Path);
        if (after.State == ItemState.Restoring)
        {
            _restored.Add(name);
            _restoredOnce.Add(name);
        }
        else if (before is { IsInProgress: true } && after.Outcome == Outcome.Done)
        {
            _restored.Remove(name);
        }
        else if (before is { State: ItemState.Restoring } && after.Outcome == Outcome.Restored
            && HoldsAResult(name, before.Intents[^1].Content))
        {
            _simulation.Violate($"{name} is restored, and not its original");
        }

        if (before is { IsInProgress: true } && after.State == ItemState.Done && _disk.Find(name) is { } file)
        {
            var content = Fingerprint.Of(file.Content);
            if (content != after.LastResult!.Content && Picture.Read(file.Content) is { } picture && IsOfTheSame(after.LastResult, picture)
                && _scaledBy.GetValueOrDefault(name, side) == side)
            {
                _simulation.Violate($"{name} is done, and not the result");
            }

            if (after.Outcome is Outcome.Done or Outcome.Unchanged && !_disk.IsFlushed(name))
            {
                // What one job could not flush the next one finds by the ledger, and has renamed nothing.
                var isKnown = !_unflushed.Add(name) && after.Outcome == Outcome.Unchanged;
                if (after.Attempts <= _simulation.MaxAttempts && !isKnown)
                {
                    _simulation.Violate($"{name} is done, and a power failure would undo it");
                }
            }
        }
        else if (_disk.Find(name) is { } left && IsResizedThoughFailed(side, after, left))
        {
            _simulation.Violate($"{name} has failed as {after.Failure!.Reason}, and is resized");
        }
    }

    private bool IsResizedThoughFailed(Side side, FileRow row, SimulatedFile file) =>
        row is { State: ItemState.Failed, Source: not null, Failure: { } failure } && failure.Reason != FailureReason.Unknown
        && Fingerprint.Of(file.Content) != row.Source && IsMade(side, row, file);

    /// <summary>
    /// Whether what stands there is what the row's job has made. In an output directory it may be what an earlier one has made and could
    /// not say, with the content that this one makes or of an original that was saved since: it is asked to make it once more, and where
    /// it fails, that one stays.
    /// </summary>
    private bool IsMade(Side side, FileRow row, SimulatedFile file)
    {
        var intents = row.Intents.Where(intent => intent.Content == Fingerprint.Of(file.Content));
        if (!_simulation.Setup.HasOutput)
        {
            return intents.Any();
        }

        var (epoch, files) = _begun[(side, row.Path, row.Job)];
        return file.Number > files && intents.Any(intent => intent.Epoch > epoch);
    }

    /// <summary>In the order of the scan: a directory that cannot be read comes after what is in it.</summary>
    private static bool IsBefore(RelativePath cursor, RelativePath was) =>
        cursor < was && !was.Value.StartsWith($"{cursor}/", StringComparison.Ordinal);

    /// <summary>
    /// Whether a file is a result of what was saved last, and not the original that was to be put back. What somebody has saved since then
    /// is none.
    /// </summary>
    private bool HoldsAResult(string name, Fingerprint original) => _disk.Find(name) is { } file
        && Picture.Read(file.Content) is { IsScaled: true } found && found.Version == _latest.GetValueOrDefault(name)
        && Fingerprint.Of(file.Content) != original;

    private void Committed(Side side)
    {
        foreach (var (id, job) in side.Ledger.Jobs)
        {
            if (job.Counts with { Changed = null } != job.Counted with { Changed = null })
            {
                _simulation.Violate($"the counts of job {id} are {job.Counts}, and its rows {job.Counted}");
            }

            var was = _cursors.GetValueOrDefault((side, id));
            if (job.Row.Cursor is { } cursor && (job.Row.State == JobState.Sealed || (was is { } earlier && IsBefore(cursor, earlier))))
            {
                _simulation.Violate($"the cursor of job {id}, which is {job.Row.State}, went from {was} to {cursor}");
            }

            _cursors[(side, id)] = job.Row.Cursor;
        }
    }
}
