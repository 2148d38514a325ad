using ImgCompress.Files;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Running;

/// <summary>A file as a run would find it.</summary>
/// <param name="File">As the scan found it.</param>
/// <param name="Answer">What the ledger would make of it.</param>
/// <param name="Row">The row that it has, or would get.</param>
internal sealed record PlannedFile(ScannedFile File, EnqueueResult Answer, FileRow Row)
{
    /// <summary>Whether a worker would look at it.</summary>
    public bool IsOpen => Answer is EnqueueResult.Added or EnqueueResult.AlreadyOpen;
}
