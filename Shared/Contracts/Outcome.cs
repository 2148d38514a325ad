namespace ImgCompress.Contracts;

/// <summary>How an item was completed.</summary>
public enum Outcome
{
    /// <summary>Resized and replaced.</summary>
    Done,

    /// <summary>Not touched: it is as the last job with the same spec left it, or fits as it is.</summary>
    Unchanged,

    /// <summary>The result would not have been smaller in bytes; not touched.</summary>
    Kept,

    /// <summary>Its kept original has been put back since: it is as it was before.</summary>
    Restored,
}
