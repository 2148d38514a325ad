using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>A root on a simulated disk: each call is a step, some are two.</summary>
internal class SimulatedRoot(SimulatedDisk disk, string location, ICaller caller) : IFileRoot
{
    /// <summary>The call that exchanges two names.</summary>
    public const string Exchange = "exchange";

    public string Location => $"/{location}";

    protected string Prefix { get; } = location.Length == 0 ? "" : $"{location}/";

    private string Temps => $"{Prefix}{StateDirectory.Name}/{StateDirectory.Temps}";

    public virtual IStateDirectory? OpenState(StateUse use) => caller.Call<IStateDirectory?>(
        "open state",
        () =>
        {
            var name = $"{Prefix}{StateDirectory.Name}";
            if (use == StateUse.Create)
            {
                disk.MakeDirectory($"{name}/{StateDirectory.Temps}");
            }

            return disk.HasDirectory(name) ? new SimulatedState(disk, name, caller) : null;
        },
        writes: false);

    public virtual FoundRoot? FindRootAbove() => caller.Call(
        "find root above",
        () =>
        {
            for (var at = location; at.Length > 0;)
            {
                at = SimulatedDisk.DirectoryOf(at);
                if (disk.Find($"{(at.Length == 0 ? "" : $"{at}/")}{StateDirectory.Name}/{StateDirectory.Mark}") is not null)
                {
                    return new FoundRoot($"/{at}", location[(at.Length == 0 ? 0 : at.Length + 1)..]);
                }
            }

            return null;
        },
        writes: false);

    public IEnumerable<DirectoryEntry> List(string directory) => caller.Call<IReadOnlyList<DirectoryEntry>>(
        "list",
        () =>
        {
            var below = directory.Length == 0 ? Prefix : $"{Prefix}{directory}/";
            return disk.HasDirectory(below.TrimEnd('/'))
                ?
                [
                    .. disk.Names.Keys.Where(name => name.StartsWith(below, StringComparison.Ordinal))
                        .Select(name => name[below.Length..].Split('/'))
                        .Select(parts => new DirectoryEntry(parts[0], parts.Length > 1 ? EntryKind.Directory : EntryKind.File))
                        .Distinct(),
                ]
                : throw Missing();
        },
        writes: false);

    public FileIdentity?[] Identify(string directory, IReadOnlyList<string> names) => caller.Call<FileIdentity?[]>(
        "identify",
        () => [.. names.Select(name => disk.Find($"{Prefix}{RelativePath.Join(directory, name)}")?.Identity)],
        writes: false);

    public virtual FileIdentity? TryStat(RelativePath path) => caller.Call("stat", () => disk.Find(At(path))?.Identity, writes: false);

    public LoadedFile Load(RelativePath path, long maxBytes) => caller.Call(
        "load",
        () =>
        {
            var file = disk.Find(At(path)) ?? throw Missing();
            return file.Content.Length > maxBytes
                ? throw new FileFaultException(FailureReason.TooLarge, $"{file.Content.Length} bytes; at most {maxBytes} are taken")
                : new LoadedFile(file.Content, file.Identity, new SimulatedTraits(), file.Links);
        },
        writes: false);

    public virtual WrittenTemp WriteTemp(TempName temp, ReadOnlySpan<byte> content, FileTraits? traits)
    {
        var (copy, note) = (content.ToArray(), traits?.Note);
        return caller.Call("write temp", () =>
        {
            if (disk.Find(At(temp)) is not null)
            {
                throw new FileFaultException(FailureReason.IoError, "it is there already");
            }

            var file = disk.Create(copy);
            (file.Durable, file.Note) = (copy, note);
            disk.MakeDirectory(Temps);
            disk.Rename((At(temp), file));

            // A number is never used again.
            return new WrittenTemp(file.Identity, null);
        });
    }

    public virtual void RemoveTemp(TempName temp) => caller.Call("remove temp", () =>
    {
        if (disk.Find(At(temp)) is not null)
        {
            disk.Rename((At(temp), null));
        }

        return true;
    });

    public IEnumerable<TempName> ListTemps() => caller.Call<IReadOnlyList<TempName>>(
        "list temps",
        () =>
        [
            .. disk.Names.Keys.Where(name => SimulatedDisk.DirectoryOf(name) == Temps)
                .Select(name => TempName.TryParse(name[(Temps.Length + 1)..], out var temp) ? temp : null)
                .OfType<TempName>(),
        ],
        writes: false);

    public virtual bool TryTakeTemp(TempName temp, TempName taken) => caller.Call("take temp", () =>
    {
        if (disk.Find(At(temp)) is not { } file)
        {
            return false;
        }

        disk.Move(At(temp), At(taken), file);
        return true;
    });

    public virtual FileIdentity? TryStatTemp(TempName temp) => caller.Call("stat temp", () => disk.Find(At(temp))?.Identity, writes: false);

    public Fingerprint? FingerprintOfTemp(TempName temp) => caller.Call(
        "read temp", () => disk.Find(At(temp)) is { } file ? Fingerprint.Of(file.Content) : null, writes: false);

    public virtual string? NoteOfTemp(TempName temp) => caller.Call("note of temp", () => disk.Find(At(temp))?.Note, writes: false);

    public virtual void Replace(TempName temp, RelativePath target) => caller.Call("replace", () =>
    {
        var file = disk.Find(At(temp)) ?? throw Gone();
        disk.Move(At(temp), At(target), file);
        return true;
    });

    public virtual bool TryExchange(TempName temp, RelativePath target) => caller.Call(Exchange, () =>
    {
        if (!disk.CanExchange)
        {
            return false;
        }

        var (file, other) = (disk.Find(At(temp)) ?? throw Gone(), disk.Find(At(target)) ?? throw Gone());
        disk.Rename((At(temp), null), (At(target), file), (At(temp), other));
        return true;
    });

    public virtual bool TryPlace(TempName temp, RelativePath target) => caller.Call("place", () =>
    {
        var file = disk.Find(At(temp)) ?? throw Gone();
        if (disk.Find(At(target)) is not null)
        {
            throw new FileFaultException(FailureReason.ChangedInWork, "a file of that name has appeared meanwhile");
        }

        disk.Rename((At(temp), null), (At(target), file));
        return true;
    });

    public virtual void SyncDirectoryOf(RelativePath target) => caller.Call("sync directory", () =>
    {
        disk.Flush(SimulatedDisk.DirectoryOf(At(target)));
        return true;
    });

    public void Keep(RelativePath path, RelativePath keptAt) => caller.Call("keep", () =>
    {
        var file = disk.Find(At(path)) ?? throw Missing();
        if (disk.Find(At(keptAt)) is null)
        {
            disk.MakeDirectory(SimulatedDisk.DirectoryOf(At(keptAt)));
            disk.Rename((At(keptAt), file));
        }

        disk.Flush(SimulatedDisk.DirectoryOf(At(keptAt)));
        return true;
    });

    public void RemoveKept(RelativePath keptAt) => caller.Call("remove kept", () =>
    {
        if (disk.Find(At(keptAt)) is not null)
        {
            disk.Rename((At(keptAt), null));
        }

        return true;
    });

    public void LinkTemp(TempName temp, RelativePath keptAt) => caller.Call("link temp", () =>
    {
        var file = disk.Find(At(keptAt)) ?? throw Missing();
        if (disk.Find(At(temp)) is not null)
        {
            throw new FileFaultException(FailureReason.IoError, "it is there already");
        }

        disk.MakeDirectory(Temps);
        disk.Rename((At(temp), file));
        return true;
    });

    public void CreateDirectoryOf(RelativePath target) => caller.Call("make directory", () =>
    {
        disk.MakeDirectory(SimulatedDisk.DirectoryOf(At(target)));
        return true;
    });

    public void Dispose() => GC.SuppressFinalize(this);

    private string At(RelativePath path) => $"{Prefix}{path}";

    private string At(TempName temp) => $"{Temps}/{temp}";

    private static FileFaultException Missing() => new(FailureReason.Missing, "the file is not there any more");

    private static FileFaultException Gone() => new(FailureReason.Missing, "cannot replace the file: one of the two is not there");

    private sealed record SimulatedTraits : FileTraits;
}
