namespace ImgCompress.Ledger;

public enum JobState
{
    /// <summary>Its files are being enqueued. A crash here leaves a job whose submission is repeated with the same id.</summary>
    Loading,

    /// <summary>All its files have rows; the total is known.</summary>
    Sealed,

    /// <summary>What has not begun is not done.</summary>
    Cancelled,
}
