using ImgCompress.Contracts;
using ImgCompress.Ledger;

namespace ImgCompress.Worker;

/// <summary>How the delivery of a message ended, and so what becomes of the message.</summary>
internal abstract record Ending
{
    private Ending()
    {
    }

    /// <summary>The item ended well: acknowledge.</summary>
    internal sealed record Finished(Outcome Outcome, Sizes Sizes) : Ending;

    /// <summary>The item ended with a reason: into the dead-letter queue.</summary>
    internal sealed record Failed(Failure Failure) : Ending;

    /// <summary>There was nothing to do, or another worker has done or will do it: acknowledge.</summary>
    internal sealed record Over : Ending;

    /// <summary>It must come again, after <paramref name="Delay"/>: not acknowledged.</summary>
    internal sealed record Again(TimeSpan Delay, Failure? Failure) : Ending;
}
