namespace ImgCompress.Enqueuer.Running;

/// <summary>What a job's counters, rows and files say of one another.</summary>
/// <param name="Job">The job.</param>
/// <param name="Rows">Rows of the job; files that later jobs have taken are theirs.</param>
/// <param name="Taken">Files of the job whose rows later jobs have taken.</param>
/// <param name="Unfinished">Rows that are not ended, whose files may still change.</param>
/// <param name="Files">Files that were read and compared.</param>
/// <param name="Kept">Kept originals that were read and compared.</param>
/// <param name="Temps">Files that are as they should be, and of which a worker that was cut off has left a temp file.</param>
/// <param name="Complete">False: it was interrupted.</param>
/// <param name="Differences">What does not fit, a path each; for a counter its name.</param>
internal sealed record VerifyReport(
    string Job,
    long Rows,
    long Taken,
    long Unfinished,
    long Files,
    long Kept,
    long Temps,
    bool Complete,
    IReadOnlyList<FileFinding> Differences);
