namespace ImgCompress.Contracts;

/// <summary>Where a file of a job stands. Each state says what a crash in it leaves behind.</summary>
public enum ItemState
{
    /// <summary>
    /// Written by whoever submitted the job, before its message was sent. A crash here leaves an untouched file; a message sent again
    /// starts it.
    /// </summary>
    Pending,

    /// <summary>A worker holds it. A crash here leaves an untouched file and perhaps a temp file that nobody will ever rename.</summary>
    Claimed,

    /// <summary>
    /// A complete temp file exists and its content is recorded. A crash here leaves the original or the recorded content; reading the
    /// file tells which.
    /// </summary>
    Intent,

    /// <summary>Completed: resized, unchanged or kept (<see cref="Outcome"/>). Counted.</summary>
    Done,

    /// <summary>Failed with a reason; the file is as it was. Counted. A redrive may claim it again.</summary>
    Failed,

    /// <summary>
    /// Completed and counted, and its kept original is being put back. A crash here leaves the result or the original; putting it back
    /// again tells which.
    /// </summary>
    Restoring,
}
