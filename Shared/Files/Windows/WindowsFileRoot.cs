using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using ImgCompress.Contracts;
using Microsoft.Win32.SafeHandles;

namespace ImgCompress.Files.Windows;

/// <summary>
/// A root on Windows. Reparse points (symbolic links, junctions) are refused on every component; a replacement is
/// MoveFileEx with write-through, which also flushes the directory's entry.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsFileRoot(string location) : IFileRoot
{
    private const int InformationSize = 52;
    private const int SharingViolation = unchecked((int)0x80070020);
    private const int DiskFull = unchecked((int)0x80070070);
    private const int FileExists = unchecked((int)0x80070050);
    private const int AlreadyExists = unchecked((int)0x800700B7);

    public string Location { get; } = Path.GetFullPath(location);

    public IStateDirectory? OpenState(StateUse use) => WindowsStateDirectory.Open(Location, use);

    public FoundRoot? FindRootAbove() => WindowsRootSearch.Find(Location, above: true);

    public IEnumerable<DirectoryEntry> List(string directory)
    {
        foreach (var entry in new DirectoryInfo(FullPath(directory)).EnumerateFileSystemInfos())
        {
            var kind = entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? EntryKind.Link
                : entry.Attributes.HasFlag(FileAttributes.Directory) ? EntryKind.Directory
                : EntryKind.File;
            yield return new(entry.Name, kind);
        }
    }

    public FileIdentity?[] Identify(string directory, IReadOnlyList<string> names) =>
        [.. names.Select(name => TryIdentify(RelativePath.Join(directory, name)))];

    private FileIdentity? TryIdentify(RelativePath path)
    {
        try
        {
            return TryStat(path);
        }
        catch (FileFaultException fault) when (fault.Failure.Reason is FailureReason.Link or FailureReason.NotAFile)
        {
            return null;
        }
    }

    public FileIdentity? TryStat(RelativePath path)
    {
        try
        {
            using var file = Open(path);
            return Identify(file, out _);
        }
        catch (FileFaultException fault) when (fault.Failure.Reason == FailureReason.Missing)
        {
            return null;
        }
    }

    public LoadedFile Load(RelativePath path, long maxBytes) => Guard("cannot read the file", () =>
    {
        if (Directory.Exists(FullPath(path.Value)) && !File.GetAttributes(FullPath(path.Value)).HasFlag(FileAttributes.ReparsePoint))
        {
            throw FileFaultException.DirectoryNotRead();
        }

        using var file = Open(path);
        var identity = Identify(file, out var links);
        if (identity.Size > Math.Min(maxBytes, Array.MaxLength))
        {
            throw new FileFaultException(FailureReason.TooLarge, $"{identity.Size:N0} bytes; at most {maxBytes:N0} are taken");
        }

        var times = new FileTimes(Nanoseconds(File.GetLastAccessTimeUtc(file)), identity.Modified);
        var content = GC.AllocateUninitializedArray<byte>((int)identity.Size);
        var read = 0;
        while (read < content.Length && RandomAccess.Read(file, content.AsSpan(read), read) is > 0 and var got)
        {
            read += got;
        }

        if (read < content.Length || Identify(file, out _) != identity)
        {
            throw new FileFaultException(FailureReason.IoError, "the file changes while it is being read");
        }

        var full = new FileInfo(FullPath(path.Value));
        return new LoadedFile(content, identity, new WindowsTraits(full.Attributes, full.GetAccessControl()) { Times = times }, links);
    });

    public WrittenTemp WriteTemp(TempName temp, ReadOnlySpan<byte> content, FileTraits? traits)
    {
        var path = TempPath(temp);
        var copy = content.ToArray();
        return Guard("cannot write a temp file", () =>
        {
            FileIdentity identity;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                RandomAccess.Write(file, copy, 0);
                if (traits?.Times is { } times)
                {
                    File.SetLastWriteTimeUtc(file, Time(times.Modified));
                    File.SetLastAccessTimeUtc(file, Time(times.Accessed));
                }

                RandomAccess.FlushToDisk(file);
                identity = Identify(file, out _);
            }

            if (traits is WindowsTraits windows)
            {
                new FileInfo(path).SetAccessControl(windows.Security);
                File.SetAttributes(path, windows.Attributes);
            }

            // A file's index on NTFS has in it how often its record has been used.
            return new WrittenTemp(identity, handle: null);
        });
    }

    public void RemoveTemp(TempName temp) => Guard("cannot remove a temp file", () =>
    {
        if (ExistingTemp(temp) is { } path)
        {
            File.SetAttributes(path, FileAttributes.Normal);
            File.Delete(path);
        }

        return true;
    });

    public IEnumerable<TempName> ListTemps()
    {
        var above = new DirectoryInfo(FullPath($"{StateDirectory.Name}/{StateDirectory.Temps}"));
        IEnumerable<DirectoryInfo> directories = above.Exists
            ? [above, .. above.EnumerateDirectories().Where(directory => TempName.IsDirectory(directory.Name))]
            : [];
        foreach (var file in directories.SelectMany(directory => directory.EnumerateFiles()))
        {
            if (TempName.TryParse(file.Name, out var temp))
            {
                yield return temp;
            }
        }
    }

    public bool TryTakeTemp(TempName temp, TempName taken) => Guard("cannot take a temp file", () =>
    {
        if (ExistingTemp(temp) is not { } path)
        {
            return false;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(TempPath(taken))!);
        return Kernel32.MoveFile(path, TempPath(taken), Kernel32.ReplaceExisting | Kernel32.WriteThrough)
            ? true
            : throw Fault(Marshal.GetHRForLastWin32Error(), "cannot take a temp file", Marshal.GetLastPInvokeErrorMessage());
    });

    public FileIdentity? TryStatTemp(TempName temp) => Guard<FileIdentity?>("cannot read a temp file", () =>
    {
        if (!File.Exists(TempPath(temp)))
        {
            return null;
        }

        using var file = File.OpenHandle(TempPath(temp), share: FileShare.ReadWrite | FileShare.Delete);
        return Identify(file, out _);
    });

    public Fingerprint? FingerprintOfTemp(TempName temp) => Guard<Fingerprint?>("cannot read a temp file", () =>
    {
        if (!File.Exists(TempPath(temp)))
        {
            return null;
        }

        using var file = File.OpenRead(TempPath(temp));
        return new Fingerprint(Convert.ToHexStringLower(SHA256.HashData(file)), file.Length);
    });

    // Nothing is written that it could say.
    public string? NoteOfTemp(TempName temp) => null;

    // Windows has no such call.
    public bool TryExchange(TempName temp, RelativePath target) => false;

    public bool TryPlace(TempName temp, RelativePath target)
    {
        RefuseLinks(target.Directory);
        if (Kernel32.MoveFile(TempPath(temp), FullPath(target.Value), Kernel32.WriteThrough))
        {
            return true;
        }

        var error = Marshal.GetHRForLastWin32Error();
        throw error is AlreadyExists or FileExists
            ? new FileFaultException(FailureReason.ChangedInWork, "a file of that name has appeared meanwhile")
            : Fault(error, "cannot replace the file", Marshal.GetLastPInvokeErrorMessage());
    }

    public void Replace(TempName temp, RelativePath target)
    {
        RefuseLinks(target.Directory);
        if (!Kernel32.MoveFile(TempPath(temp), FullPath(target.Value), Kernel32.ReplaceExisting | Kernel32.WriteThrough))
        {
            throw Fault(Marshal.GetHRForLastWin32Error(), "cannot replace the file", Marshal.GetLastPInvokeErrorMessage());
        }
    }

    // MoveFileEx with write-through returns after the directory is on the disk.
    public void SyncDirectoryOf(RelativePath target)
    {
    }

    public void Keep(RelativePath path, RelativePath keptAt)
    {
        CreateDirectoryOf(keptAt);
        var name = FullPath(keptAt.Value);
        if (!File.Exists(name) && !Kernel32.CreateHardLink(name, FullPath(path.Value), 0))
        {
            throw Fault(Marshal.GetHRForLastWin32Error(), "cannot keep the original", Marshal.GetLastPInvokeErrorMessage());
        }
    }

    public void RemoveKept(RelativePath keptAt) => Guard("cannot remove the kept original", () =>
    {
        var name = FullPath(keptAt.Value);
        if (File.Exists(name))
        {
            // A name of its own has no attributes of its own: those of the file go with the other name.
            var attributes = File.GetAttributes(name);
            File.SetAttributes(name, FileAttributes.Normal);
            using var file = File.OpenHandle(name, access: FileAccess.ReadWrite, share: FileShare.ReadWrite | FileShare.Delete);
            File.Delete(name);
            File.SetAttributes(file, attributes);
        }

        for (var at = FullPath(keptAt.Directory); Path.GetFileName(at) != StateDirectory.Name; at = Path.GetDirectoryName(at)!)
        {
            if (Directory.Exists(at))
            {
                if (Directory.EnumerateFileSystemEntries(at).Any())
                {
                    break;
                }

                Directory.Delete(at);
            }
        }

        return true;
    });

    public void LinkTemp(TempName temp, RelativePath keptAt)
    {
        RefuseLinks(keptAt.Directory);
        Guard("cannot make a temp file", () => Directory.CreateDirectory(Path.GetDirectoryName(TempPath(temp))!));
        if (!Kernel32.CreateHardLink(TempPath(temp), FullPath(keptAt.Value), 0))
        {
            throw Fault(
                Marshal.GetHRForLastWin32Error(), "cannot make a temp file of the kept original", Marshal.GetLastPInvokeErrorMessage());
        }
    }

    public void CreateDirectoryOf(RelativePath target) =>
        Guard("cannot create the directory", () => Directory.CreateDirectory(FullPath(target.Directory)));

    public void Dispose()
    {
    }

    private string FullPath(string path) => Path.Combine(Location, path.Replace('/', Path.DirectorySeparatorChar));

    private string TempPath(TempName temp) =>
        Path.Combine(Location, StateDirectory.Name, StateDirectory.Temps, temp.Directory, temp.Value);

    /// <summary>Where it is, or where a version before had it; null: nowhere.</summary>
    private string? ExistingTemp(TempName temp)
    {
        var before = Path.Combine(Location, StateDirectory.Name, StateDirectory.Temps, temp.Value);
        return File.Exists(TempPath(temp)) ? TempPath(temp) : File.Exists(before) ? before : null;
    }

    private SafeFileHandle Open(RelativePath path)
    {
        RefuseLinks(path.Directory);
        var full = FullPath(path.Value);
        return Guard("cannot open the file", () =>
        {
            var attributes = File.GetAttributes(full);
            return attributes.HasFlag(FileAttributes.ReparsePoint)
                ? throw new FileFaultException(FailureReason.Link, "a symbolic link; links are not followed")
                : attributes.HasFlag(FileAttributes.Directory)
                ? throw new FileFaultException(FailureReason.NotAFile, "not a regular file but a directory")
                : File.OpenHandle(full, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        });
    }

    private void RefuseLinks(string directory)
    {
        for (var at = directory; at.Length > 0; at = Path.GetDirectoryName(at) ?? "")
        {
            if (Directory.Exists(FullPath(at)) && File.GetAttributes(FullPath(at)).HasFlag(FileAttributes.ReparsePoint))
            {
                throw new FileFaultException(FailureReason.Link, $"'{at}' is a link; links are not followed");
            }
        }
    }

    private static unsafe FileIdentity Identify(SafeFileHandle file, out int links)
    {
        // Attributes 0, creation 4, last access 12, last write 20, volume 28, size high 32 and low 36, links 40, index high 44 and low 48.
        Span<byte> information = stackalloc byte[InformationSize];
        fixed (byte* p = information)
        {
            if (!Kernel32.GetFileInformation(file, p))
            {
                throw Fault(Marshal.GetHRForLastWin32Error(), "cannot read the file's status", Marshal.GetLastPInvokeErrorMessage());
            }
        }

        var written = ((long)U32(information, 24) << 32) | U32(information, 20);
        links = (int)U32(information, 40);
        return new(
            U32(information, 28),
            ((ulong)U32(information, 44) << 32) | U32(information, 48),
            ((long)U32(information, 32) << 32) | U32(information, 36),
            (written - DateTime.UnixEpoch.ToFileTimeUtc()) * 100,
            0);
    }

    private static long Nanoseconds(DateTime time) => (time - DateTime.UnixEpoch).Ticks * 100;

    private static DateTime Time(long nanoseconds) => DateTime.UnixEpoch.AddTicks(nanoseconds / 100);

    private static uint U32(ReadOnlySpan<byte> s, int at) => BinaryPrimitives.ReadUInt32LittleEndian(s[at..]);

    private static T Guard<T>(string doing, Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw exception switch
            {
                FileNotFoundException or DirectoryNotFoundException =>
                    new FileFaultException(FailureReason.Missing, "the file is not there any more"),
                UnauthorizedAccessException => new FileFaultException(FailureReason.NoPermission, $"{doing}: no permission"),
                _ => Fault(exception.HResult, doing, exception.Message),
            };
        }
    }

    private static FileFaultException Fault(int error, string doing, string message) => error switch
    {
        DiskFull => new(FailureReason.NoSpace, $"{doing}: {message}"),
        SharingViolation => new(FailureReason.IoError, $"{doing}: another program has it open"),
        unchecked((int)0x80070005) => new(FailureReason.ReadOnly, $"{doing}: access denied"),
        unchecked((int)0x80070002) or unchecked((int)0x80070003) => new(FailureReason.Missing, $"{doing}: {message}"),
        unchecked((int)0x80070011) => new(FailureReason.OtherFileSystem, $"{doing}: {message}"),
        _ => new(FailureReason.IoError, $"{doing}: {message}"),
    };
}
