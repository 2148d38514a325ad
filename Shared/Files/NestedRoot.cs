using ImgCompress.Contracts;

namespace ImgCompress.Files;

/// <summary>A directory below a root that is a root of its own: its files belong to its own ledger.</summary>
public static class NestedRoot
{
    /// <summary>Whether a directory below <paramref name="root"/> is one.</summary>
    /// <exception cref="FileFaultException">It cannot be told now, and may be another time.</exception>
    public static bool IsAt(IFileRoot root, string directory)
    {
        try
        {
            return root.TryStat(RelativePath.Join(directory, $"{StateDirectory.Name}/{StateDirectory.Mark}")) is not null
                || root.TryStat(RelativePath.Join(directory, $"{StateDirectory.Name}/{StateDirectory.Ledger}")) is not null;
        }
        catch (FileFaultException fault) when (!fault.Failure.Reason.IsTransient())
        {
            // A state directory that cannot be looked into is somebody else's, most likely: it has one, and its files are left alone. A
            // link is no ledger.
            return fault.Failure.Reason != FailureReason.Link && HasStateDirectory(root, directory);
        }
    }

    /// <summary>False for a directory that cannot itself be read, which whoever reads it reports.</summary>
    private static bool HasStateDirectory(IFileRoot root, string directory)
    {
        try
        {
            return root.List(directory).Any(entry => entry.Name == StateDirectory.Name);
        }
        catch (FileFaultException)
        {
            return false;
        }
    }
}
