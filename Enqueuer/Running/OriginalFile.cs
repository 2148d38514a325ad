using ImgCompress.Contracts;
using ImgCompress.Engine.Delivery;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Which file an item's path stands for: the one to look at when it has failed.</summary>
internal static class OriginalFile
{
    /// <summary>
    /// Below the root for a job in place. For one whose results go elsewhere the original's own path, since there need be nothing at the
    /// item's: from the working directory where it lies below that, else as the job has it.
    /// </summary>
    public static string Show(JobRow job, RelativePath path)
    {
        if (job.Options.Source is not { } source)
        {
            return path.ToDisplay();
        }

        var original = $"{source.TrimEnd('/')}/{JobRoots.OriginalOf(path, job).ToDisplay()}";
        var here = $"{Environment.CurrentDirectory.TrimEnd('/')}/";
        return original.StartsWith(here, StringComparison.Ordinal) ? original[here.Length..] : original;
    }
}
