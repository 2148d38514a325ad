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
        OperatingSystem.IsWindows() ? new WindowsFileRoot(location) : new PosixFileRoot(location);

    /// <summary>
    /// The nearest root at or above a directory: one whose state directory holds a mark or a ledger; null where there is none. By the
    /// directory's real parents, whatever path it is reached by.
    /// </summary>
    /// <exception cref="FileFaultException">The directory, or what stands above it, cannot be looked at.</exception>
    public static FoundRoot? Find(string directory) => OperatingSystem.IsWindows()
        ? WindowsRootSearch.Find(Path.GetFullPath(directory))
        : PosixRootSearch.Find(Path.GetFullPath(directory));

    /// <summary>Where a directory lies below a root, as <see cref="FoundRoot.Below"/>; null: it does not.</summary>
    /// <exception cref="FileFaultException">One of them cannot be opened.</exception>
    public static string? Below(string root, string directory) => OperatingSystem.IsWindows()
        ? WindowsRootSearch.Below(Path.GetFullPath(root), Path.GetFullPath(directory))
        : PosixRootSearch.Below(Path.GetFullPath(root), Path.GetFullPath(directory));
}
