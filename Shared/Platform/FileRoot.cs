using ImgCompress.Files;
using ImgCompress.Files.Posix;
using ImgCompress.Files.Windows;

namespace ImgCompress.Platform;

/// <summary>Opens a root with the calls of the platform.</summary>
public static class FileRoot
{
    /// <summary>Opens the directory <paramref name="location"/>.</summary>
    /// <exception cref="FileFaultException">It cannot be opened.</exception>
    public static IFileRoot Open(string location) =>
        OperatingSystem.IsWindows() ? new WindowsFileRoot(location) : new PosixFileRoot(location);
}
