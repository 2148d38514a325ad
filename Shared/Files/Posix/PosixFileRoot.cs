using System.Security.Cryptography;
using ImgCompress.Contracts;
using Microsoft.Win32.SafeHandles;
using C = ImgCompress.Files.Posix.PosixConstants;

namespace ImgCompress.Files.Posix;

/// <summary>A root on Linux and macOS. Every path is walked component by component from the root's handle, following no link.</summary>
internal sealed class PosixFileRoot : IFileRoot
{
    /// <summary>On a network file system each look at a file waits for an answer.</summary>
    private static readonly ParallelOptions SideBySide = new() { MaxDegreeOfParallelism = 16 };

    private const uint PrivateDirectory = 0x1C0; // 0700
    private const uint PrivateFile = 0x180; // 0600
    private const uint AnyDirectory = 0x1FF; // 0777, less the umask
    private const uint OwnerBits = 0x1C0; // 0700
    private const uint EverybodyBits = 0x7; // 0007
    private const int MostTries = 20;
    private const int GroupShift = 3;
    private const uint PermissionBits = 0xFFF; // 07777

    private readonly SafeFileHandle _root;
    private readonly PosixTempDirectories _temps;

    public PosixFileRoot(string location)
    {
        Location = Path.GetFullPath(location);
        _root = PosixCalls.OpenRoot(Location);
        _temps = new(_root, Location);
    }

    public string Location { get; }

    public IStateDirectory? OpenState(StateUse use) => PosixStateDirectory.Open(_root, Location, use);

    public FoundRoot? FindRootAbove() => PosixRootSearch.Find(Location, above: true);

    public IEnumerable<DirectoryEntry> List(string directory)
    {
        using var parent = OpenDirectory(directory);
        using var stream = new PosixDirectoryStream(parent);
        while (stream.TryRead(out var name, out var recorded))
        {
            if ((recorded ?? PosixCalls.StatusAt(parent, name)?.Kind) is { } kind)
            {
                yield return new(name, kind);
            }
        }
    }

    public FileIdentity?[] Identify(string directory, IReadOnlyList<string> names)
    {
        using var parent = OpenDirectory(directory);
        var identities = new FileIdentity?[names.Count];
        Parallel.For(0, names.Count, SideBySide, i =>
            identities[i] = PosixCalls.StatusAt(parent, names[i]) is { Kind: EntryKind.File } status ? status.Identity : null);
        return identities;
    }

    public FileIdentity? TryStat(RelativePath path)
    {
        using var file = TryOpenFile(path, out var errno);
        return file is not null ? PosixCalls.Status(file).Identity
            : errno == C.NoEntry ? null
            : throw LoadFault(path, errno);
    }

    public LoadedFile Load(RelativePath path, long maxBytes)
    {
        using var file = TryOpenFile(path, out var errno) ?? throw LoadFault(path, errno);
        var before = PosixCalls.Status(file);
        if (before.Kind != EntryKind.File)
        {
            throw before.Kind == EntryKind.Directory
                ? FileFaultException.DirectoryNotRead()
                : new FileFaultException(FailureReason.NotAFile, "not a regular file but a FIFO, a socket or a device");
        }

        if (before.Identity.Size > Math.Min(maxBytes, Array.MaxLength))
        {
            throw new FileFaultException(FailureReason.TooLarge, $"{before.Identity.Size:N0} bytes; at most {maxBytes:N0} are taken");
        }

        var content = GC.AllocateUninitializedArray<byte>((int)before.Identity.Size);
        PosixCalls.ReadAll(file, content, out var read);
        if (read < content.Length || PosixCalls.Status(file).Identity != before.Identity)
        {
            throw new FileFaultException(FailureReason.IoError, "the file changes while it is being read");
        }

        var attributes = PosixAttributes.Read(file, out var note);
        var traits = new PosixTraits(before.Mode & PermissionBits, before.Owner, before.Group, attributes)
        {
            Times = new(before.Accessed, before.Identity.Modified),
            Note = note,
        };
        return new(content, before.Identity, traits, (int)before.Links);
    }

    public WrittenTemp WriteTemp(TempName temp, ReadOnlySpan<byte> content, FileTraits? traits)
    {
        var (temps, file) = _temps.Of(temp).Create(temp, ModeAtFirst((PosixTraits?)traits));
        try
        {
            PosixCalls.WriteAll(file, content);
            GiveTraits(file, (PosixTraits?)traits);

            // What closing could still report, as NFS does for what it has not written yet, this reports.
            PosixCalls.Sync(file, "the temp file");
            return new(PosixCalls.Status(file).Identity, file);
        }
        catch (FileFaultException)
        {
            // Closed first: NFS keeps an open file that is removed, under another name.
            file.Dispose();
            _ = PosixCalls.Unlink(temps, temp.Value);
            throw;
        }
    }

    /// <summary>
    /// What spares a change of mode as a rule: the owner's and everybody's bits, and until it has its group those of everybody for it, too.
    /// </summary>
    private static uint ModeAtFirst(PosixTraits? traits)
    {
        var mode = traits?.Mode ?? 0;
        var everybody = mode & EverybodyBits;
        return PrivateFile | (mode & OwnerBits) | (everybody << GroupShift) | everybody;
    }

    public void RemoveTemp(TempName temp) => _temps.Remove(temp);

    public IEnumerable<TempName> ListTemps() => _temps.List();

    public bool TryTakeTemp(TempName temp, TempName taken) => _temps.TryTake(temp, taken);

    public FileIdentity? TryStatTemp(TempName temp) => PosixCalls.StatusAt(_temps.Of(temp).Current(), temp.Value)?.Identity;

    public Fingerprint? FingerprintOfTemp(TempName temp)
    {
        using var file = TryOpen(temp);
        if (file is null)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 16];
        var length = 0L;
        int read;
        do
        {
            PosixCalls.ReadAll(file, buffer, out read);
            hash.AppendData(buffer.AsSpan(0, read));
            length += read;
        }
        while (read == buffer.Length);

        return new(Convert.ToHexStringLower(hash.GetHashAndReset()), length);
    }

    public string? NoteOfTemp(TempName temp)
    {
        using var file = TryOpen(temp);
        if (file is null)
        {
            return null;
        }

        PosixAttributes.Read(file, out var note);
        return note;
    }

    private SafeFileHandle? TryOpen(TempName temp)
    {
        var file = PosixCalls.TryOpen(
            _temps.Of(temp).Current(), temp.Value, C.ReadOnly | C.NoFollow | C.NonBlocking, out var errno);
        return file is null && errno != C.NoEntry ? throw PosixFault.Of(errno, "cannot read a temp file") : file;
    }

    public void Replace(TempName temp, RelativePath target)
    {
        using var directory = OpenDirectory(target.Directory);
        if (PosixCalls.Rename(_temps.Of(temp).Current(), temp.Value, directory, target.Name) is not 0 and var errno)
        {
            throw ReplaceFault(errno);
        }
    }

    public bool TryExchange(TempName temp, RelativePath target)
    {
        using var directory = OpenDirectory(target.Directory);
        var errno = PosixCalls.Rename(_temps.Of(temp).Current(), temp.Value, directory, target.Name, C.Exchange);
        return errno == 0 || (PosixCalls.IsUnknownCall(errno) ? false : throw ReplaceFault(errno));
    }

    public bool TryPlace(TempName temp, RelativePath target)
    {
        using var directory = OpenDirectory(target.Directory);
        var temps = _temps.Of(temp).Current();
        var errno = PosixCalls.Rename(temps, temp.Value, directory, target.Name, C.NoReplace);
        if (PosixCalls.IsUnknownCall(errno))
        {
            // NFS has no such rename, but a second name that is made only where nothing has it.
            errno = PosixCalls.Link(temps, temp.Value, directory, target.Name);
            if (errno == 0)
            {
                _temps.Remove(temp);
            }
        }

        return errno switch
        {
            0 => true,
            C.Exists => throw new FileFaultException(FailureReason.ChangedInWork, "a file of that name has appeared meanwhile"),
            C.PermissionDenied => false, // So answers a file system without hard links; a plain rename tells the rest.
            _ when PosixCalls.IsUnknownCall(errno) => false,
            _ => throw ReplaceFault(errno),
        };
    }

    private static FileFaultException ReplaceFault(int errno) => errno is C.AccessDenied or C.PermissionDenied
        ? new(FailureReason.ReadOnly, "the directory does not allow its files to be replaced")
        : PosixFault.Of(errno, "cannot replace the file");

    public void SyncDirectoryOf(RelativePath target)
    {
        using var directory = TryOpenDirectory(target.Directory, out var errno, flags: C.ReadOnly | C.Directory);

        // A directory that may be written to but not read cannot be flushed: the rename stands all the same.
        if (directory is not null)
        {
            PosixCalls.Sync(directory, "the directory");
        }
        else if (errno != C.AccessDenied)
        {
            throw PosixFault.Of(errno, "cannot flush the directory");
        }
    }

    public void Keep(RelativePath path, RelativePath keptAt)
    {
        using var directory = OpenDirectory(path.Directory);
        for (var tries = 1; ; tries++)
        {
            var kept = TryOpenDirectory(keptAt.Directory, out var errno, createMode: PrivateDirectory);
            using (kept)
            {
                errno = kept is null ? errno : PosixCalls.Link(directory, path.Name, kept, keptAt.Name);
            }

            if (errno is 0 or C.Exists)
            {
                break;
            }

            // Whoever removes another's kept name may remove the directory with it, as long as nothing is in it.
            if (errno != C.NoEntry || tries == MostTries)
            {
                throw PosixFault.Of(errno, "cannot keep the original");
            }
        }

        SyncDirectoryOf(keptAt);
    }

    public void RemoveKept(RelativePath keptAt)
    {
        using var kept = TryOpenDirectory(keptAt.Directory, out var errno);
        errno = kept is null ? errno : PosixCalls.Unlink(kept, keptAt.Name);
        if (errno is not (0 or C.NoEntry))
        {
            throw PosixFault.Of(errno, "cannot remove the kept original");
        }

        RemoveIfEmpty(keptAt.Directory);
    }

    public void LinkTemp(TempName temp, RelativePath keptAt)
    {
        using var kept = OpenDirectory(keptAt.Directory);
        if (_temps.Of(temp).Link(kept, keptAt.Name, temp) is not 0 and var errno)
        {
            throw PosixFault.Of(errno, "cannot make a temp file of the kept original");
        }
    }

    public void CreateDirectoryOf(RelativePath target) => OpenDirectory(target.Directory, createMode: AnyDirectory).Dispose();

    public void Dispose()
    {
        _temps.Dispose();
        _root.Dispose();
    }

    /// <summary>A directory of kept originals and those above it, as far as there is nothing in them. Nothing depends on it.</summary>
    private void RemoveIfEmpty(string kept)
    {
        for (var slash = kept.LastIndexOf('/'); slash > 0; kept = kept[..slash], slash = kept.LastIndexOf('/'))
        {
            using var parent = TryOpenDirectory(kept[..slash], out _);
            if (parent is null || PosixCalls.RemoveDirectory(parent, kept[(slash + 1)..]) != 0)
            {
                return;
            }
        }
    }

    /// <summary>A directory that a scan could not read comes to be loaded as if it were a file.</summary>
    private FileFaultException LoadFault(RelativePath path, int errno)
    {
        if (errno is C.AccessDenied or C.PermissionDenied)
        {
            using var directory = TryOpenDirectory(path.Value, out _);
            if (directory is not null)
            {
                return new(FailureReason.NoPermission, "no permission to read the directory; what is in it was not looked at");
            }
        }

        return OpenFault(errno);
    }

    private SafeFileHandle? TryOpenFile(RelativePath path, out int errno)
    {
        using var directory = TryOpenDirectory(path.Directory, out errno);

        // Not blocking: opening a FIFO would otherwise wait for somebody to write to it.
        return directory is null ? null : PosixCalls.TryOpen(directory, path.Name, C.ReadOnly | C.NoFollow | C.NonBlocking, out errno);
    }

    private static FileFaultException OpenFault(int errno) => errno switch
    {
        C.AccessDenied or C.PermissionDenied => new(FailureReason.NoPermission, "no permission to read the file"),
        C.NoEntry => new(FailureReason.Missing, "the file is not there any more"),
        _ when errno == C.TooManyLinks => new(FailureReason.Link, "a symbolic link; links are not followed"),
        _ => PosixFault.Of(errno, "cannot open the file"),
    };

    private SafeFileHandle OpenDirectory(string path, uint? createMode = null) =>
        TryOpenDirectory(path, out var errno, createMode)
        ?? throw PosixFault.Of(errno, $"cannot open the directory '{RelativePath.Join("", path).ToDisplay()}'");

    /// <param name="path">Below the root; empty: the root.</param>
    /// <param name="errno">Why it cannot be opened.</param>
    /// <param name="createMode">Of what is made where it is missing; null: nothing is made.</param>
    /// <param name="flags">How the last directory is opened; null: as those on the way, to go through it.</param>
    private SafeFileHandle? TryOpenDirectory(string path, out int errno, uint? createMode = null, int? flags = null)
    {
        errno = 0;
        if (path.Length == 0 && flags is null)
        {
            return new(_root.DangerousGetHandle(), ownsHandle: false);
        }

        var names = path.Length == 0 ? ["."] : path.Split('/');
        var at = _root;
        for (var i = 0; i < names.Length && at is not null; i++)
        {
            var parent = at;
            var how = (i == names.Length - 1 && flags is { } last ? last : C.Traverse) | C.NoFollow;
            at = PosixCalls.TryOpen(parent, names[i], how, out errno);
            if (at is null && errno == C.NoEntry && createMode is { } mode)
            {
                errno = PosixCalls.CreateDirectory(parent, names[i], mode);
                at = errno is 0 or C.Exists ? PosixCalls.TryOpen(parent, names[i], how, out errno) : null;
            }

            if (parent != _root)
            {
                parent.Dispose();
            }
        }

        return at;
    }

    private static void GiveTraits(SafeFileHandle file, PosixTraits? traits)
    {
        if (traits is null)
        {
            return;
        }

        var made = PosixCalls.Status(file);
        var isOwned = (made.Owner, made.Group) == (traits.Owner, traits.Group);
        if (!isOwned && LibC.ChangeOwner(file, traits.Owner, traits.Group) < 0)
        {
            throw new FileFaultException(
                FailureReason.NoPermission, $"no permission to keep the file's owner and group ({traits.Owner}:{traits.Group})");
        }

        PosixAttributes.Write(file, traits.Attributes);
        if (traits.Note is { } note)
        {
            PosixAttributes.WriteNote(file, note);
        }

        // Last, because a change of owner takes set-user-id bits away, and an access control list holds the group's bits.
        var isAsMade = isOwned && traits.Attributes.Count == 0 && (made.Mode & PermissionBits) == traits.Mode;
        if (!isAsMade && LibC.ChangeMode(file, traits.Mode) < 0)
        {
            throw PosixFault.Last("cannot keep the file's mode");
        }

        if (traits.Times is { } times)
        {
            PosixCalls.SetTimes(file, times);
        }
    }
}
