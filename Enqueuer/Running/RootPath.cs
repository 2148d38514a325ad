using ImgCompress.Configuration;
using ImgCompress.Platform;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Where a directory lies below the root, as jobs name it: with '/', empty for the root itself.</summary>
internal static class RootPath
{
    /// <summary>By the directory's real parents: a link leads to where it leads, and a name is the one that the file system has.</summary>
    /// <exception cref="UsageException">It does not lie below the root, or is not there.</exception>
    public static string Below(string root, string directory, bool mustExist = true)
    {
        if (directory.Contains('\0', StringComparison.Ordinal))
        {
            throw new UsageException($"'{directory}' is no path: it holds a character of code 0");
        }

        var from = Path.GetFullPath(FileRoot.Resolve(root));
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(FileRoot.Resolve(directory, from), from));
        var (existing, missing) = (full, "");
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } above)
        {
            missing = $"{Path.GetFileName(existing)}/{missing}";
            existing = above;
        }

        return FileRoot.Below(root, existing) is not { } below
            ? throw new UsageException($"'{directory}' is not below the root '{root}' ({Settings.RootName})")
            : mustExist && missing.Length > 0
            ? throw new UsageException($"there is no directory '{full}'")
            : string.Join('/', new[] { below, missing.TrimEnd('/') }.Where(part => part.Length > 0));
    }

    /// <summary>A directory with a ledger of its own, or below one that has, belongs to that one.</summary>
    /// <exception cref="UsageException">There is a root between the root and the directory.</exception>
    public static void RequireNoOtherRoot(string root, string below)
    {
        var directory = Path.Combine(root, below);
        if (Directory.Exists(directory) && FileRoot.Find(directory) is { } found && found.Below.Length < below.Length)
        {
            throw new UsageException(
                $"'{found.Location}', below the root '{root}', has a ledger of its own: its files would be in two");
        }
    }
}
