namespace ImgCompress.Enqueuer.Running;

/// <summary>What a job keeps, or has given up.</summary>
/// <param name="Job">The job.</param>
/// <param name="Kept">Originals that are kept now.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Dropped">Originals that were removed by this call.</param>
/// <param name="DroppedBytes">Their bytes.</param>
/// <param name="Left">Originals that were not removed, each with its reason.</param>
internal sealed record KeepReport(
    string Job, long Kept, long Bytes, long Dropped, long DroppedBytes, IReadOnlyList<FileFinding> Left);
