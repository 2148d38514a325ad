namespace ImgCompress.Ledger;

/// <summary>How far the submission of a job is.</summary>
public enum JobState
{
    /// <summary>The job's files are being enqueued. A crash here leaves a job whose submission is repeated with the same id.</summary>
    Loading,

    /// <summary>All its files have rows: it has the items that it will have.</summary>
    Sealed,

    /// <summary>Items in progress are completed, and no others are begun.</summary>
    Cancelled,
}
