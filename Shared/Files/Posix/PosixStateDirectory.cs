using System.Runtime.InteropServices;
using ImgCompress.Contracts;
using Microsoft.Win32.SafeHandles;
using C = ImgCompress.Files.Posix.PosixConstants;

namespace ImgCompress.Files.Posix;

/// <summary>The state directory on Linux and macOS: everything is opened relative to its own handle, and through no link.</summary>
internal sealed class PosixStateDirectory : IStateDirectory
{
    private const uint PrivateDirectory = 0x1C0; // 0700
    private const uint PrivateFile = 0x180; // 0600
    private const uint WritableForOthers = 0x12; // 0022
    private const uint PermissionBits = 0xFFF; // 07777

    // What is kept here is a few hundred bytes.
    private const long MaxSize = 1 << 16;

    private readonly SafeFileHandle _directory;

    private PosixStateDirectory(SafeFileHandle directory, string location) => (_directory, Location) = (directory, location);

    public string Location { get; }

    /// <param name="root">The root's handle.</param>
    /// <param name="rootLocation">Its path.</param>
    /// <param name="use">See <see cref="StateUse"/>.</param>
    public static PosixStateDirectory? Open(SafeFileHandle root, string rootLocation, StateUse use)
    {
        var location = Path.Combine(rootLocation, StateDirectory.Name);
        var directory = PosixCalls.TryOpen(root, StateDirectory.Name, C.Traverse | C.NoFollow, out var errno);
        if (directory is null && errno == C.NoEntry)
        {
            if (use != StateUse.Create)
            {
                return null;
            }

            errno = PosixCalls.CreateDirectory(root, StateDirectory.Name, PrivateDirectory);
            if (errno is not (0 or C.Exists))
            {
                throw PosixFault.Of(errno, $"cannot create '{location}', where the ledger and the temp files go");
            }

            directory = PosixCalls.TryOpen(root, StateDirectory.Name, C.Traverse | C.NoFollow, out errno);
        }

        if (directory is null)
        {
            throw errno == C.NotADirectory || errno == C.TooManyLinks
                ? new FileFaultException(
                    FailureReason.Link, $"'{location}' is a symbolic link or a file; img-compress makes a directory there: remove it")
                : PosixFault.Of(errno, $"cannot open '{location}'");
        }

        var state = new PosixStateDirectory(directory, location);
        try
        {
            if (use != StateUse.Look)
            {
                state.RequireOurOwn();
            }

            return state;
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <summary>Opens a directory in it; made where it is missing.</summary>
    public SafeFileHandle OpenOrCreateDirectory(string name) => OpenOrCreateDirectory(_directory, name, out var errno)
        ?? throw PosixFault.Of(errno, $"cannot open the directory '{PathOf(name)}'");

    /// <summary>The same in a directory of it; null where it cannot be opened.</summary>
    public static SafeFileHandle? OpenOrCreateDirectory(SafeFileHandle parent, string name, out int errno)
    {
        var found = PosixCalls.TryOpen(parent, name, C.Traverse | C.NoFollow, out errno);
        if (found is null && errno == C.NoEntry)
        {
            errno = PosixCalls.CreateDirectory(parent, name, PrivateDirectory);
            found = errno is 0 or C.Exists ? PosixCalls.TryOpen(parent, name, C.Traverse | C.NoFollow, out errno) : null;
        }

        return found;
    }

    public bool Has(string name)
    {
        var kind = PosixCalls.StatusAt(_directory, name)?.Kind;
        return kind is null or EntryKind.File ? kind is not null : throw NoFile(name);
    }

    public byte[]? Read(string name)
    {
        // Not blocking: a FIFO would be waited for.
        using var file = PosixCalls.TryOpen(_directory, name, C.ReadOnly | C.NoFollow | C.NonBlocking, out var errno);
        if (file is null)
        {
            return errno == C.NoEntry ? null
                : errno == C.TooManyLinks ? throw NoFile(name)
                : throw PosixFault.Of(errno, $"cannot read '{PathOf(name)}'");
        }

        var status = PosixCalls.Status(file);
        if (status.Kind != EntryKind.File || status.Identity.Size > MaxSize)
        {
            throw NoFile(name);
        }

        var content = new byte[status.Identity.Size];
        PosixCalls.ReadAll(file, content, out var read);
        return content[..read];
    }

    public void Write(string name, ReadOnlySpan<byte> content)
    {
        var temp = WriteTemp(name, content);
        if (PosixCalls.Rename(_directory, temp, _directory, name) is not 0 and var errno)
        {
            _ = PosixCalls.Unlink(_directory, temp);
            throw PosixFault.Of(errno, $"cannot write '{PathOf(name)}'");
        }

        Sync();
    }

    public bool TryCreate(string name, ReadOnlySpan<byte> content)
    {
        var temp = WriteTemp(name, content);
        var errno = PosixCalls.Link(_directory, temp, _directory, name);
        _ = PosixCalls.Unlink(_directory, temp);
        if (errno == C.Exists)
        {
            return false;
        }

        if (errno != 0)
        {
            // A file system without hard links: the name at least is made once.
            return TryCreateInPlace(name, content);
        }

        Sync();
        return true;
    }

    public bool TryReplace(string name, ReadOnlySpan<byte> standing, ReadOnlySpan<byte> content)
    {
        var temp = WriteTemp(name, content);
        var errno = Holds(name, standing) ? PosixCalls.Rename(_directory, temp, _directory, name) : C.Exists;
        _ = errno == 0 ? 0 : PosixCalls.Unlink(_directory, temp);
        if (errno is C.Exists or C.NoEntry)
        {
            // It changed, or somebody who changed it has removed the temp file.
            return false;
        }

        if (errno != 0)
        {
            throw PosixFault.Of(errno, $"cannot write '{PathOf(name)}'");
        }

        Sync();

        // Whoever looked before the rename cannot rename any more; whoever looks from here on finds the new content. One who has renamed in
        // between is found by reading.
        RemoveTemps(name);
        return Holds(name, content);
    }

    public void Remove(string name)
    {
        if (PosixCalls.Unlink(_directory, name) is not (0 or C.NoEntry) and var errno)
        {
            throw PosixFault.Of(errno, $"cannot remove '{PathOf(name)}'");
        }
    }

    public void Rename(string from, string to)
    {
        if (PosixCalls.Rename(_directory, from, _directory, to) is not 0 and var errno)
        {
            throw PosixFault.Of(errno, $"cannot rename '{PathOf(from)}'");
        }

        Sync();
    }

    public IDisposable? TryLock(string name) => TryLock(name, isShared: false);

    public IDisposable? TryShare(string name) => TryLock(name, isShared: true);

    public void Dispose() => _directory.Dispose();

    private SafeFileHandle? TryLock(string name, bool isShared)
    {
        var file = PosixCalls.TryOpen(
            _directory, name, C.ReadWrite | C.Create | C.NoFollow | C.NonBlocking, out var errno, PrivateFile);
        if (file is null)
        {
            throw errno == C.TooManyLinks ? NoFile(name) : PosixFault.Of(errno, $"cannot open '{PathOf(name)}'");
        }

        if (PosixCalls.Status(file).Kind == EntryKind.File)
        {
            if (PosixCalls.TryLock(file, isShared, out errno))
            {
                return file;
            }

            file.Dispose();
            return errno == 0 ? null : throw new FileFaultException(
                FailureReason.IoError,
                $"the file system of '{Location}' has no file locks ({Marshal.GetPInvokeErrorMessage(errno)}), without which two runs "
                + "would not know of each other: use a local disk, or AWS");
        }

        file.Dispose();
        throw NoFile(name);
    }

    /// <summary>
    /// Its owner is whoever a file that is made here belongs to: the effective user, but on a file system that gives all files to one user
    /// (an access point of EFS, a squashed NFS export, FAT) that one. And nobody else may write, unless the file system holds no modes.
    /// </summary>
    private void RequireOurOwn()
    {
        var status = PosixCalls.Status(_directory);
        var me = LibC.EffectiveUser();
        if (status.Owner == me && (status.Mode & WritableForOthers) == 0)
        {
            return;
        }

        var made = Probe();
        if (status.Owner != me && status.Owner != made?.Owner)
        {
            throw new FileFaultException(
                FailureReason.NoPermission,
                $"'{Location}' belongs to user {status.Owner}, and this is user {me}: what somebody else has put there is not used. Run as "
                + "that user, or remove it if it is not needed");
        }

        if ((status.Mode & WritableForOthers) != 0 && (made?.Mode & WritableForOthers) is null or 0)
        {
            throw new FileFaultException(
                FailureReason.NoPermission,
                $"'{Location}' may be written to by others than its owner, user {status.Owner} (mode "
                + $"{Convert.ToString(status.Mode & PermissionBits, 8)}): make sure that all in it is yours, then chmod go-w it");
        }
    }

    /// <summary>The status of a private file that is made here, and removed again; null where none can be.</summary>
    private FileStatus? Probe()
    {
        var name = Unique("probe");
        using var file = PosixCalls.TryOpen(
            _directory, name, C.WriteOnly | C.Create | C.Exclusive | C.NoFollow, out _, PrivateFile);
        if (file is null)
        {
            return null;
        }

        _ = PosixCalls.Unlink(_directory, name);
        return PosixCalls.Status(file);
    }

    private bool Holds(string name, ReadOnlySpan<byte> content) => Read(name) is { } read && content.SequenceEqual(read);

    private void RemoveTemps(string name)
    {
        using var stream = new PosixDirectoryStream(_directory);
        var temps = new List<string>();
        while (stream.TryRead(out var entry, out _))
        {
            if (entry.StartsWith($"{name}.", StringComparison.Ordinal))
            {
                temps.Add(entry);
            }
        }

        temps.ForEach(Remove);
    }

    private string WriteTemp(string name, ReadOnlySpan<byte> content)
    {
        var temp = Unique(name);
        if (!TryCreateInPlace(temp, content))
        {
            throw new FileFaultException(FailureReason.IoError, $"cannot write '{PathOf(name)}'");
        }

        return temp;
    }

    private bool TryCreateInPlace(string name, ReadOnlySpan<byte> content)
    {
        var file = PosixCalls.TryOpen(
            _directory, name, C.WriteOnly | C.Create | C.Exclusive | C.NoFollow, out var errno, PrivateFile);
        if (file is null)
        {
            return errno == C.Exists ? false : throw PosixFault.Of(errno, $"cannot create '{PathOf(name)}'");
        }

        try
        {
            using (file)
            {
                PosixCalls.WriteAll(file, content);
                PosixCalls.Sync(file, $"'{PathOf(name)}'");
                PosixCalls.Close(file);
            }

            return true;
        }
        catch (FileFaultException)
        {
            _ = PosixCalls.Unlink(_directory, name);
            throw;
        }
    }

    private void Sync()
    {
        using var directory = PosixCalls.TryOpen(_directory, ".", C.ReadOnly | C.Directory, out var errno)
            ?? throw PosixFault.Of(errno, $"cannot flush '{Location}'");
        PosixCalls.Sync(directory, $"'{Location}'");
    }

    /// <summary>Two processes, of two machines perhaps, must not take the same name.</summary>
    private static string Unique(string name) => $"{name}.{Path.GetRandomFileName()}";

    private string PathOf(string name) => Path.Combine(Location, name);

    private FileFaultException NoFile(string name) => new(
        FailureReason.Link, $"'{PathOf(name)}' is a link, or no regular file; img-compress has not made it: remove it");
}
