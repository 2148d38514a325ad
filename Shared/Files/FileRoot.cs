using ImgCompress.Files.Posix;
using ImgCompress.Files.Windows;

namespace ImgCompress.Files;

/// <summary>Opens a root with the calls of the platform.</summary>
public static class FileRoot
{
    /// <summary>Opens the directory <paramref name="location"/>; fails with <see cref="FileFaultException"/> where it cannot be opened.</summary>
    public static IFileRoot Open(string location) =>
        OperatingSystem.IsWindows() ? new WindowsFileRoot(location) : new PosixFileRoot(location);
}
