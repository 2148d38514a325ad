using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Engine.Delivery;

/// <summary>How the delivery of a message ended, and so what becomes of the message.</summary>
public abstract record DeliveryResult
{
    private DeliveryResult()
    {
    }

    /// <summary>The item is completed: acknowledge.</summary>
    /// <param name="Outcome">How it ended.</param>
    /// <param name="Sizes">Bytes and pixels, before and after.</param>
    /// <param name="DroppedCredentials">The result lacks content credentials (C2PA) that the original had.</param>
    public sealed record Completed(Outcome Outcome, Sizes Sizes, bool DroppedCredentials = false) : DeliveryResult;

    /// <summary>
    /// The file is as it is to be, and the row has still to say so, together with others (<see cref="FileProcessor.FinishAllAsync"/>). Not
    /// to be acknowledged before.
    /// </summary>
    /// <param name="Claimed">The claimed row.</param>
    /// <param name="Finish">How it ends.</param>
    /// <param name="DroppedCredentials">The result lacks content credentials (C2PA) that the original had.</param>
    public sealed record ToFinish(FileRow Claimed, Finish Finish, bool DroppedCredentials = false) : DeliveryResult;

    /// <summary>The item has failed: into the dead-letter queue.</summary>
    /// <param name="Failure">Why.</param>
    /// <param name="Letter">What a redrive sends; null where the message names no item that could be redriven.</param>
    public sealed record DeadLettered(Failure Failure, JobMessage? Letter = null) : DeliveryResult;

    /// <summary>The item has failed for what it is, and nothing went wrong that anybody need look at: acknowledge.</summary>
    /// <param name="Failure">Why.</param>
    public sealed record Skipped(Failure Failure) : DeliveryResult;

    /// <summary>There was nothing to do, or another worker has done or will do it: acknowledge.</summary>
    public sealed record NothingToDo : DeliveryResult;

    /// <summary>It must come again, after <paramref name="Delay"/>: not acknowledged.</summary>
    public sealed record Retry(TimeSpan Delay, Failure? Failure) : DeliveryResult;
}
