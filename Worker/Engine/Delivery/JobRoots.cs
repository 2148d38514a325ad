using ImgCompress.Contracts;
using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;

namespace ImgCompress.Engine.Delivery;

/// <summary>Where a job's files are: the root that results go to, and the one that originals are read from where that is another.</summary>
/// <param name="target">The root that results go to.</param>
/// <param name="open">Opens another root by its full path; null: as the platform does.</param>
public sealed class JobRoots(IFileRoot target, Func<string, IFileRoot>? open = null) : IDisposable
{
    private readonly Func<string, IFileRoot> _open = open ?? FileRoot.Open;
    private readonly Dictionary<string, IFileRoot> _sources = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public IFileRoot Target => target;

    /// <summary>The root of the job's originals; the target itself for a job in place.</summary>
    public IFileRoot SourceOf(JobRow job)
    {
        if (job.Options.Source is not { } location)
        {
            return target;
        }

        lock (_lock)
        {
            if (!_sources.TryGetValue(location, out var source))
            {
                source = _open(Path.Combine(target.Location, location));
                _sources.Add(location, source);
            }

            return source;
        }
    }

    /// <summary>The original of <paramref name="path"/>, below <see cref="SourceOf"/>.</summary>
    public static RelativePath OriginalOf(RelativePath path, JobRow job) =>
        job.Options.Source is null || job.Directory.Length == 0
            ? path
            : RelativePath.Join("", path.Value[(job.Directory.Length + 1)..]);

    public void Dispose()
    {
        foreach (var source in _sources.Values)
        {
            source.Dispose();
        }
    }
}
