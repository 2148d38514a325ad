namespace ImgCompress.Aws;

/// <summary>Why a call is worth repeating.</summary>
internal enum RetryReason
{
    /// <summary>Throttled, or in conflict with another transaction: nothing was done.</summary>
    NotApplied,

    /// <summary>The answer is lost: it may have been done.</summary>
    OutcomeUnknown,

    /// <summary>Nobody listens there: nothing was done.</summary>
    Unreachable,
}
