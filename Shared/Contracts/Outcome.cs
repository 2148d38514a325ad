namespace ImgCompress.Contracts;

/// <summary>How an item was completed.</summary>
public enum Outcome
{
    /// <summary>Resized and replaced.</summary>
    Done,

    /// <summary>It is what the last finished job with the same spec left; not touched.</summary>
    Unchanged,

    /// <summary>The result would not have been smaller in bytes; not touched.</summary>
    Kept,
}
