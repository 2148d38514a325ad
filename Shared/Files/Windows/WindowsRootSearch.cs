using ImgCompress.Contracts;

namespace ImgCompress.Files.Windows;

/// <summary>Goes up from a directory by its path, in the letters that the file system has its names in.</summary>
internal static class WindowsRootSearch
{
    /// <summary>The nearest root at or above the directory; null: none.</summary>
    public static FoundRoot? Find(string directory, bool above = false)
    {
        var start = TrueNames(directory);
        for (var at = above ? Path.GetDirectoryName(start) : start; at is not null; at = Path.GetDirectoryName(at))
        {
            var state = Path.Combine(at, StateDirectory.Name);
            if (Exists(Path.Combine(state, StateDirectory.Mark)) || Exists(Path.Combine(state, StateDirectory.Ledger)))
            {
                return new(at, Relative(at, start));
            }
        }

        return null;
    }

    /// <summary>Where the directory lies below the root; null: it does not.</summary>
    public static string? Below(string root, string directory)
    {
        var (top, at) = (TrueNames(root), TrueNames(directory));
        var below = Relative(top, at);
        return below == ".." || below.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(below) ? null : below;
    }

    private static string Relative(string root, string directory) =>
        Path.GetRelativePath(root, directory) is not "." and var below ? below.Replace(Path.DirectorySeparatorChar, '/') : "";

    /// <summary>Unlike <see cref="File.Exists"/>, says so where it cannot be told.</summary>
    private static bool Exists(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FileFaultException(FailureReason.NoPermission, $"cannot look at '{path}': {exception.Message}");
        }
    }

    private static string TrueNames(string path)
    {
        var trimmed = Path.TrimEndingDirectorySeparator(path);
        if (Path.GetDirectoryName(trimmed) is not { } parent)
        {
            return path;
        }

        var name = Path.GetFileName(trimmed);
        try
        {
            name = Path.GetFileName(Directory.EnumerateDirectories(parent, name).FirstOrDefault()) ?? name;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A directory that may be gone through but not read.
        }

        return Path.Combine(TrueNames(parent), name);
    }
}
