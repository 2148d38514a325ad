using ImgCompress.Configuration;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Where a directory lies below the root, as jobs name it: with '/', empty for the root itself.</summary>
internal static class RootPath
{
    /// <exception cref="UsageException">It does not lie below the root, or is not there.</exception>
    public static string Below(string root, string directory, bool mustExist = true)
    {
        var full = Path.GetFullPath(directory, Path.GetFullPath(root));
        var below = Path.GetRelativePath(Path.GetFullPath(root), full);
        return below == ".." || below.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) || Path.IsPathRooted(below)
            ? throw new UsageException($"'{directory}' is not below the root '{root}' ({Settings.RootName})")
            : mustExist && !Directory.Exists(full)
            ? throw new UsageException($"there is no directory '{full}'")
            : below == "." ? "" : below.Replace(Path.DirectorySeparatorChar, '/');
    }
}
