using ImgCompress.Files;
using ImgCompress.Ledger;
using ImgCompress.Platform;

namespace ImgCompress.Enqueuer.Running;

/// <summary>The scan that finds a job's files: of its own directory, or of the one that its originals are read from.</summary>
internal sealed class JobScan : IDisposable
{
    private readonly IFileRoot? _source;

    /// <param name="root">The root that results go to.</param>
    /// <param name="job">The job whose files are found.</param>
    public JobScan(IFileRoot root, JobRow job)
    {
        if (job.Options.Source is not { } source)
        {
            Scan = new(root, job.Directory, job.Options);
            return;
        }

        _source = FileRoot.Open(Path.Combine(root.Location, source));

        // The originals' paths, placed below the job's directory; an output directory inside the source is not scanned.
        var output = Path.GetRelativePath(_source.Location, Path.Combine(root.Location, job.Directory));
        Scan = new(_source, "", job.Options, leaveOut: output.Replace(Path.DirectorySeparatorChar, '/')) { Below = job.Directory };
    }

    public DirectoryScan Scan { get; }

    public void Dispose() => _source?.Dispose();
}
