using Microsoft.Win32.SafeHandles;
using C = ImgCompress.Files.Posix.PosixConstants;

namespace ImgCompress.Files.Posix;

/// <summary>
/// A directory of temp files, opened when it is first used. Should somebody remove it, it is made again, and looked for again
/// before a temp file counts as gone: a fence must not look into a directory that nobody else writes to any more.
/// </summary>
/// <param name="root">The root's handle.</param>
/// <param name="location">Its path.</param>
/// <param name="name">Its name in the directory of all temps; null: that one.</param>
internal sealed class PosixTemps(SafeFileHandle root, string location, string? name) : IDisposable
{
    private readonly Lock _lock = new();

    // What was removed stays open to the end, since other threads may be at it.
    private readonly List<SafeFileHandle> _removed = [];
    private SafeFileHandle? _current;

    public SafeFileHandle Current()
    {
        lock (_lock)
        {
            return _current ??= Open();
        }
    }

    /// <summary>Makes a temp file, which must not exist; with the directory that it is in.</summary>
    public (SafeFileHandle Directory, SafeFileHandle File) Create(TempName temp, uint mode)
    {
        var directory = Current();
        var file = TryCreate(directory, temp, mode, out var errno);
        if (file is null && errno == C.NoEntry)
        {
            directory = Renew(directory);
            file = TryCreate(directory, temp, mode, out errno);
        }

        return (directory, file ?? throw PosixFault.Of(errno, "cannot create a temp file"));
    }

    /// <summary>Gives a file the further name of a temp file, which must not exist; answers like <see cref="PosixCalls.Link"/>.</summary>
    public int Link(SafeFileHandle fromDirectory, string from, TempName temp)
    {
        var directory = Current();
        var errno = PosixCalls.Link(fromDirectory, from, directory, temp.Value);
        return errno == C.NoEntry && Renew(directory) is var renewed && renewed != directory
            ? PosixCalls.Link(fromDirectory, from, renewed, temp.Value)
            : errno;
    }

    /// <summary>False: there is none of that name.</summary>
    public bool TryRemove(TempName temp) =>
        TryChange(directory => PosixCalls.Unlink(directory, temp.Value), "cannot remove a temp file");

    /// <summary>Renames a temp file into another such directory; false: there is none of that name.</summary>
    public bool TryTake(TempName temp, PosixTemps into, TempName taken) =>
        TryChange(directory => PosixCalls.Rename(directory, temp.Value, into.Current(), taken.Value), "cannot take a temp file");

    private bool TryChange(Func<SafeFileHandle, int> call, string doing)
    {
        var directory = Current();
        var errno = call(directory);
        if (errno == C.NoEntry && Renew(directory) is var renewed && renewed != directory)
        {
            errno = call(renewed);
        }

        return errno is 0 or C.NoEntry ? errno == 0 : throw PosixFault.Of(errno, doing);
    }

    public void Dispose()
    {
        _current?.Dispose();
        _removed.ForEach(directory => directory.Dispose());
    }

    private static SafeFileHandle? TryCreate(SafeFileHandle directory, TempName temp, uint mode, out int errno) =>
        PosixCalls.TryOpen(directory, temp.Value, C.WriteOnly | C.Create | C.Exclusive | C.NoFollow, out errno, mode);

    /// <summary>The directory that stands there now: the same handle where it is the same.</summary>
    private SafeFileHandle Renew(SafeFileHandle seen)
    {
        lock (_lock)
        {
            if (_current is { } current && current != seen)
            {
                return current;
            }

            var found = Open();
            var (was, now) = (PosixCalls.Status(seen).Identity, PosixCalls.Status(found).Identity);
            if ((was.Device, was.Inode) == (now.Device, now.Inode))
            {
                found.Dispose();
                return seen;
            }

            _removed.Add(seen);
            _current = found;
            return found;
        }
    }

    private SafeFileHandle Open()
    {
        using var state = PosixStateDirectory.Open(root, location, StateUse.Create)!;
        var all = state.OpenOrCreateDirectory(StateDirectory.Temps);
        if (name is null)
        {
            return all;
        }

        using (all)
        {
            return PosixStateDirectory.OpenOrCreateDirectory(all, name, out var errno)
                ?? throw PosixFault.Of(errno, $"cannot open a directory for temp files in '{location}'");
        }
    }
}
