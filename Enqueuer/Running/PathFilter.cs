using ImgCompress.Contracts;
using Microsoft.Extensions.FileSystemGlobbing;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Chooses files of a job by their paths.</summary>
/// <param name="directory">The directory that they lie in, below the root; empty: the root.</param>
/// <param name="include">Globs below that directory; one without '/' matches a name at any depth. None: all files.</param>
internal sealed class PathFilter(string directory, IReadOnlyList<string> include)
{
    private readonly Matcher? _included = include.Count > 0 ? Globs(include) : null;

    public bool Takes(RelativePath path)
    {
        var prefix = directory.Length == 0 ? "" : $"{directory}/";
        return path.Value.StartsWith(prefix, StringComparison.Ordinal)
            && _included?.Match(path.Value[prefix.Length..]).HasMatches is not false;
    }

    private static Matcher Globs(IReadOnlyList<string> globs)
    {
        var matcher = new Matcher(StringComparison.OrdinalIgnoreCase);
        foreach (var glob in globs)
        {
            matcher.AddInclude(glob.Contains('/', StringComparison.Ordinal) ? glob : $"**/{glob}");
        }

        return matcher;
    }
}
