using System.Collections.Concurrent;
using ImgCompress.Contracts;
using ImgCompress.Files;

namespace ImgCompress.Engine.Delivery;

/// <summary>
/// Directories below the root that are roots of their own. Once our root is marked, no other is made below it, since whoever makes one
/// looks above after making its mark. So a directory that is none, as seen from then on, stays so.
/// </summary>
internal sealed class NestedRoots(IFileRoot root)
{
    /// <summary>Directories that are remembered: a few megabytes of names.</summary>
    private const int MostKnown = 10_000;

    private readonly ConcurrentDictionary<string, bool> _free = new(StringComparer.Ordinal);

    /// <exception cref="FileFaultException">The file lies in another root; or that cannot be told.</exception>
    public void RequireNone(RelativePath path)
    {
        for (var end = path.Value.IndexOf('/'); end >= 0; end = path.Value.IndexOf('/', end + 1))
        {
            var directory = path.Value[..end];
            if (_free.ContainsKey(directory))
            {
                continue;
            }

            if (NestedRoot.IsAt(root, directory))
            {
                throw new FileFaultException(
                    FailureReason.OtherRoot,
                    $"'{RelativePath.Join("", directory).ToDisplay()}' has a ledger of its own, which it belongs to");
            }

            if (_free.Count >= MostKnown)
            {
                _free.Clear();
            }

            _free[directory] = true;
        }
    }
}
