namespace ImgCompress.Ledger;

/// <summary>The answer to a claim.</summary>
public abstract record ClaimResult
{
    private ClaimResult()
    {
    }

    /// <summary>The item is this worker's, under the row's new epoch, until its lease is over or another claim follows.</summary>
    public sealed record Granted(FileRow Row, JobRow Job) : ClaimResult;

    /// <summary>There is no row: the file must not be touched.</summary>
    public sealed record NotInLedger : ClaimResult;

    /// <summary>The item has ended, was taken over by a later job, or its job was cancelled: nothing is left to do.</summary>
    public sealed record NothingToDo : ClaimResult;

    /// <summary>Another worker holds it, until <paramref name="Until"/> as far as is known.</summary>
    public sealed record Held(DateTimeOffset Until) : ClaimResult;
}
