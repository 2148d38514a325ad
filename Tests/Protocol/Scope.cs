namespace ImgCompress.Tests.Protocol;

/// <summary>What happens in the model besides deliveries, faults, redrives and cancellation.</summary>
[Flags]
public enum Scope
{
    /// <summary>Nothing.</summary>
    OneJob = 0,

    /// <summary>Further jobs take the file, at its path or where somebody has moved a result to.</summary>
    LaterJobs = 1,

    /// <summary>
    /// The file system can exchange two names, and somebody saves the file at any moment. Else it is replaced by a plain rename, and what
    /// is saved between look and rename is lost, so that it is saved only once its item has ended.
    /// </summary>
    Exchanges = 2,

    /// <summary>Messages and dead letters are lost, and unfinished items are reconciled, at any moment.</summary>
    Reconciling = 4,
}
