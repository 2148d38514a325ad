using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>A file's row: the item of its job.</summary>
public sealed record FileRow
{
    public required RelativePath Path { get; init; }

    public required JobId Job { get; init; }

    public required ItemState State { get; init; }

    /// <summary>Whether a claim has begun it and nothing has completed it yet: its file may have been replaced already.</summary>
    public bool IsInProgress => State is ItemState.Claimed or ItemState.Intent;

    /// <summary>Grows by one with each claim, over all jobs, and never shrinks; names the claim and its temp file.</summary>
    public required long Epoch { get; init; }

    /// <summary>Claims of this job that count; deliveries that were given back without having begun do not.</summary>
    public required int Attempts { get; init; }

    /// <summary>
    /// Until when the claim is presumed alive; the beginning of 1970 once it was given back. Only liveness rests on it.
    /// </summary>
    public DateTimeOffset Lease { get; init; }

    /// <summary>Its claim is over and was never given back: the process that held it ended in the middle of it.</summary>
    public bool IsCutOff(DateTimeOffset now) => IsInProgress && Lease > DateTimeOffset.UnixEpoch && Lease <= now;

    /// <summary>The original's content as of the first intent; null before it.</summary>
    public Fingerprint? Source { get; init; }

    /// <summary>
    /// What each claim that came as far was about to put in place. Before this job's first intent (<see cref="Source"/> is null) they are
    /// those of earlier jobs that did not end the item well.
    /// </summary>
    public IReadOnlyList<RecordedIntent> Intents { get; init; } = [];

    public LastResult? LastResult { get; init; }

    /// <summary>Set on <see cref="ItemState.Done"/>.</summary>
    public Outcome? Outcome { get; init; }

    /// <summary>Why it failed; on an unfinished row, why the last attempt was given back.</summary>
    public Failure? Failure { get; init; }

    /// <summary>When the state was last changed.</summary>
    public DateTimeOffset Changed { get; init; }

    /// <summary>Of an ended row, from its last claim to its end; null: no claim ended it, or it was not recorded.</summary>
    public TimeSpan? Took { get; init; }

    /// <summary>Bytes and pixels of an ended row or of the last intent; before it, the bytes that the scan saw.</summary>
    public Sizes Sizes { get; init; } = Sizes.None;
}
