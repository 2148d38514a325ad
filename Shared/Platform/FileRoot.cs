using ImgCompress.Files;
using ImgCompress.Files.Posix;
using ImgCompress.Files.Windows;

namespace ImgCompress.Platform;

/// <summary>Opens a root with the calls of the platform, and finds the one that a directory lies in.</summary>
public static class FileRoot
{
    /// <summary>Opens the directory <paramref name="location"/>.</summary>
    /// <exception cref="FileFaultException">It cannot be opened.</exception>
    public static IFileRoot Open(string location) =>
        OperatingSystem.IsWindows() ? new WindowsFileRoot(location) : new PosixFileRoot(Resolve(location));

    /// <summary>
    /// A path that leads where the system would go by it. .NET takes <c>link/..</c> for the directory that the link is in; to the system,
    /// and so to whoever looks with <c>ls</c>, it is the one above that which the link leads to.
    /// </summary>
    /// <param name="path">As it was given.</param>
    /// <param name="from">Where a relative one begins; null: at the working directory.</param>
    /// <returns>The path itself where both agree, else a full one.</returns>
    public static string Resolve(string path, string? from = null)
    {
        var names = path.Split('/');
        if (OperatingSystem.IsWindows() || !names.Contains("..", StringComparer.Ordinal) || path.Contains('\0', StringComparison.Ordinal))
        {
            return path;
        }

        from ??= Environment.CurrentDirectory;
        var at = path.StartsWith('/') ? "/" : from;
        foreach (var name in names)
        {
            // What is not there leads nowhere, and is said of the path as it was given.
            at = name == ".." ? Path.GetDirectoryName(PosixCalls.RealPath(at) ?? Path.GetFullPath(at)) ?? "/" : Path.Combine(at, name);
        }

        var full = Path.GetFullPath(path, from);
        return (PosixCalls.RealPath(at) ?? at) == (PosixCalls.RealPath(full) ?? full) ? path : at;
    }

    /// <summary>
    /// The nearest root at or above a directory: one whose state directory holds a mark or a ledger; null where there is none. By the
    /// directory's real parents, whatever path it is reached by.
    /// </summary>
    /// <exception cref="FileFaultException">The directory, or what stands above it, cannot be looked at.</exception>
    public static FoundRoot? Find(string directory) => OperatingSystem.IsWindows()
        ? WindowsRootSearch.Find(Path.GetFullPath(directory))
        : PosixRootSearch.Find(Path.GetFullPath(Resolve(directory)));

    /// <summary>Where a directory lies below a root, as <see cref="FoundRoot.Below"/>; null: it does not.</summary>
    /// <exception cref="FileFaultException">One of them cannot be opened.</exception>
    public static string? Below(string root, string directory) => OperatingSystem.IsWindows()
        ? WindowsRootSearch.Below(Path.GetFullPath(root), Path.GetFullPath(directory))
        : PosixRootSearch.Below(Path.GetFullPath(Resolve(root)), Path.GetFullPath(Resolve(directory)));
}
