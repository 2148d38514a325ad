using Microsoft.Win32.SafeHandles;
using C = ImgCompress.Files.Posix.PosixConstants;

namespace ImgCompress.Files.Posix;

/// <summary>
/// Goes up from a directory by its real parents, whatever path it was reached by. Not past a change of device or of mount, unless the
/// directory is seen elsewhere with its parents; and past a change of owner, a state directory of somebody else does not count: whoever
/// may make one above our directories could otherwise have us use it, or keep us from working.
/// </summary>
internal static class PosixRootSearch
{
    /// <summary>A directory on the way up, and a path that leads to it.</summary>
    private sealed record Level(SafeFileHandle Directory, FileStatus Status, string Location);

    /// <summary>The nearest root at or above the directory; null: none.</summary>
    /// <param name="directory">Any path of it.</param>
    /// <param name="above">Do not look at the directory itself.</param>
    /// <exception cref="FileFaultException">A state directory on the way cannot be looked into.</exception>
    public static FoundRoot? Find(string directory, bool above = false)
    {
        var me = LibC.EffectiveUser();
        return Climb(directory, (bottom, at) =>
            (!above || !IsSame(bottom.Status, at.Status)) && IsRoot(at, isOfOneOwner: at.Status.Owner == bottom.Status.Owner, me));
    }

    /// <summary>Where the directory lies below the root; null: it does not.</summary>
    public static string? Below(string root, string directory)
    {
        using var top = PosixCalls.OpenRoot(root);
        var status = PosixCalls.Status(top);
        return Climb(directory, (_, at) => IsSame(at.Status, status))?.Below;
    }

    /// <summary>The name of <paramref name="child"/> in its parent, as the file system has it.</summary>
    /// <param name="parent">The parent's handle.</param>
    /// <param name="child">The directory in it.</param>
    /// <param name="given">The name that it was reached by, which may be in letters of another case, or otherwise composed.</param>
    public static string TrueName(SafeFileHandle parent, FileStatus child, string given)
    {
        try
        {
            var others = new List<string>();
            using (var stream = new PosixDirectoryStream(parent))
            {
                while (stream.TryRead(out var name, out var kind))
                {
                    if (name == given)
                    {
                        return name;
                    }

                    if (kind is null or EntryKind.Directory)
                    {
                        others.Add(name);
                    }
                }
            }

            return others.Find(name => PosixCalls.StatusAt(parent, name) is { } status && IsSame(status, child)) ?? given;
        }
        catch (FileFaultException)
        {
            // A directory that may be gone through but not read.
            return given;
        }
    }

    private static FoundRoot? Climb(string directory, Func<Level, Level, bool> isRoot)
    {
        var start = PosixCalls.OpenRoot(directory);
        var location = PosixCalls.RealPath(directory) ?? Path.GetFullPath(directory);
        var levels = new List<Level> { new(start, PosixCalls.Status(start), location) };
        try
        {
            while (!isRoot(levels[0], levels[^1]))
            {
                var parent = TryGoUp(levels[^1]) ?? (TryGoAround(levels) ? TryGoUp(levels[^1]) : null);
                if (parent is null)
                {
                    return null;
                }

                levels.Add(parent);
            }

            var names = levels.Zip(
                levels.Skip(1), (child, parent) => TrueName(parent.Directory, child.Status, Path.GetFileName(child.Location)));
            return new(levels[^1].Location, string.Join('/', names.Reverse()));
        }
        finally
        {
            levels.ForEach(level => level.Directory.Dispose());
        }
    }

    /// <summary>The real parent; null at the top of a mount.</summary>
    private static Level? TryGoUp(Level from)
    {
        var directory = PosixCalls.TryOpen(from.Directory, "..", C.Traverse, out var errno);
        if (directory is null)
        {
            return errno == C.AccessDenied ? null : throw PosixFault.Of(errno, $"cannot open the directory above '{from.Location}'");
        }

        var parent = new Level(directory, PosixCalls.Status(directory), Path.GetDirectoryName(from.Location) ?? "/");
        if (parent.Status.Identity.Device == from.Status.Identity.Device && parent.Status.Mount == from.Status.Mount
            && !IsSame(parent.Status, from.Status))
        {
            return parent;
        }

        directory.Dispose();
        return null;
    }

    /// <summary>Replaces the last level, the top of a mount, by the same directory where it is seen with its parents.</summary>
    private static bool TryGoAround(List<Level> levels)
    {
        var top = levels[^1];
        foreach (var path in MountTable.OtherPathsOfTop(top.Status.Mount))
        {
            if (PosixCalls.TryOpenRoot(path, out _) is not { } directory)
            {
                continue;
            }

            var status = PosixCalls.Status(directory);
            if (IsSame(status, top.Status))
            {
                top.Directory.Dispose();
                levels[^1] = new(directory, status, path);
                return true;
            }

            directory.Dispose();
        }

        return false;
    }

    /// <summary>
    /// Whether there is a state directory with a mark or a ledger in it. One that holds neither is what a worker of an earlier version
    /// left, or a run that never began.
    /// </summary>
    private static bool IsRoot(Level at, bool isOfOneOwner, uint me)
    {
        if (PosixCalls.StatusAt(at.Directory, StateDirectory.Name) is not { } state || (!isOfOneOwner && state.Owner != me))
        {
            return false;
        }

        // A link would be followed by nobody; what it is instead of a directory is said by whoever opens it.
        using var directory = PosixCalls.TryOpen(at.Directory, StateDirectory.Name, C.Traverse | C.NoFollow, out _);
        try
        {
            return directory is null
                || PosixCalls.StatusAt(directory, StateDirectory.Mark) is not null
                || PosixCalls.StatusAt(directory, StateDirectory.Ledger) is not null;
        }
        catch (FileFaultException) when (state.Owner != me)
        {
            // Somebody else's, who does not let us look: that it is there is enough, and opening it says whose it is.
            return true;
        }
    }

    private static bool IsSame(FileStatus one, FileStatus other) =>
        (one.Identity.Device, one.Identity.Inode) == (other.Identity.Device, other.Identity.Inode);
}
