using ImgCompress.Configuration;

namespace ImgCompress.Enqueuer.Running;

/// <summary>The directory that results go to instead of their originals' own.</summary>
internal static class OutputDirectory
{
    /// <summary>Refuses the directory of the originals itself, under whichever name.</summary>
    /// <param name="directory">The originals' directory.</param>
    /// <param name="output">Where the results are to go; it need not be there yet.</param>
    /// <exception cref="UsageException">They are one and the same.</exception>
    public static void RefuseSame(string directory, string output)
    {
        if (Real(directory) == Real(output))
        {
            throw new UsageException(
                $"--output '{output}' is the directory of the originals itself; give another one, or leave it out to resize in place");
        }
    }

    private static string Real(string directory)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        var parent = Path.GetDirectoryName(full);
        if (parent is null)
        {
            return full;
        }

        // Links above it count as well: each part is resolved from the root down.
        var at = Path.Combine(Real(parent), Path.GetFileName(full));
        return Directory.Exists(at) && Directory.ResolveLinkTarget(at, returnFinalTarget: true) is { } target ? Real(target.FullName) : at;
    }
}
