namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>What goes wrong in a simulation.</summary>
public enum FaultKind
{
    // At a call.

    /// <summary>It fails, and has done nothing.</summary>
    FailsBefore,

    /// <summary>It is done, and its answer is lost.</summary>
    FailsAfter,

    /// <summary>It is told to have failed, and is done later all the same.</summary>
    DoneLate,

    /// <summary>Whoever calls stands still before it; as a rule with the whole process, as after SIGSTOP.</summary>
    StallsBefore,

    /// <summary>Whoever calls stands still after it.</summary>
    StallsAfter,

    /// <summary>The process ends before it.</summary>
    DiesBefore,

    /// <summary>The process ends after it.</summary>
    DiesAfter,

    /// <summary>Just before it is done, somebody saves a file.</summary>
    Interfered,

    // At a moment.

    /// <summary>All calls of one kind on files fail for a while.</summary>
    Outage,

    /// <summary>All processes end, and what was not flushed may be gone.</summary>
    PowerFailure,

    /// <summary>The queue loses a message.</summary>
    MessageLost,

    /// <summary>The queue loses all messages.</summary>
    Purge,

    /// <summary>The queue delivers a message twice.</summary>
    MessageTwice,

    /// <summary>The queue gives a message up, and makes it a dead letter without a reason.</summary>
    MessageGivenUp,

    /// <summary>Somebody saves a file by writing a new one and renaming it.</summary>
    Saved,

    /// <summary>Somebody writes into a file.</summary>
    Edited,

    /// <summary>Somebody gives a file another name.</summary>
    Moved,

    /// <summary>Somebody cancels a job.</summary>
    Cancelled,

    /// <summary>Somebody pauses a job, and resumes it later.</summary>
    Paused,

    /// <summary>Somebody redrives all dead letters.</summary>
    Redriven,

    /// <summary>Somebody gives the root to the other ledger.</summary>
    Adopted,

    /// <summary>Somebody puts the kept originals of a job back.</summary>
    Restored,

    /// <summary>Somebody submits a job that is being submitted, or has been.</summary>
    SubmittedAgain,
}
