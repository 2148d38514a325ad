namespace ImgCompress.Aws;

/// <summary>Why a call is worth repeating.</summary>
internal enum Again
{
    /// <summary>Throttled, or in conflict with another transaction: nothing was done.</summary>
    NotDone,

    /// <summary>The answer is lost: it may have been done.</summary>
    Unknown,

    /// <summary>Nobody listens there: nothing was done.</summary>
    Unreachable,
}
