namespace ImgCompress.Enqueuer.Running;

/// <summary>What was put back, and what was not.</summary>
/// <param name="Job">The job whose originals are meant.</param>
/// <param name="Restored">Files put back; of a dry run, those that would be.</param>
/// <param name="Bytes">Bytes of those originals.</param>
/// <param name="Already">Files that had been put back before.</param>
/// <param name="DryRun">Whether nothing was touched.</param>
/// <param name="Complete">False: it was interrupted.</param>
/// <param name="Left">Files that were left as they are, each with its reason.</param>
internal sealed record RestoreReport(
    string Job, long Restored, long Bytes, long Already, bool DryRun, bool Complete, IReadOnlyList<FileFinding> Left);
