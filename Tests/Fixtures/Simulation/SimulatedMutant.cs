namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>One safeguard of the protocol taken away.</summary>
public enum SimulatedMutant
{
    /// <summary>The protocol as it is.</summary>
    None,

    /// <summary>Earlier temp files are left where they are.</summary>
    NoFence,

    /// <summary>They are left, and a worker looks into the ledger before its rename whether it still holds its item.</summary>
    CheckInsteadOfFence,

    /// <summary>A loaded file is not compared with what was recorded.</summary>
    NoFingerprint,

    /// <summary>An item is counted as done whoever holds it.</summary>
    BareCounter,

    /// <summary>The directory of a replaced file is not flushed.</summary>
    NoDirectoryFlush,

    /// <summary>A temp file is not flushed.</summary>
    NoTempFlush,

    /// <summary>An item is failed whoever holds it.</summary>
    VerdictWithoutCondition,

    /// <summary>An intent is recorded whoever holds the item.</summary>
    IntentWithoutCondition,

    /// <summary>Each delivery is an attempt, also one that found the item held.</summary>
    AttemptsCountedByTheQueue,

    /// <summary>A fault ends the item as untouched, although a recorded result may stand in place.</summary>
    VerdictWhileResultsStand,

    /// <summary>Root and ledger do not know each other.</summary>
    NoRootIdentity,

    /// <summary>The cursor of a submission moves whoever has moved it before.</summary>
    CursorWithoutCondition,

    /// <summary>The next job's row does not hold what earlier jobs had recorded.</summary>
    ResultsNotCarried,

    /// <summary>An earlier temp file is removed, whatever it has changed names with.</summary>
    FenceRemovesUnseen,

    /// <summary>What an exchange has displaced is removed, whatever it is.</summary>
    DisplacedRemovedUnseen,

    /// <summary>Earlier temp files are left where they are by whoever puts an original back.</summary>
    RestoredWithoutFence,

    /// <summary>What putting an original back has displaced is removed, whatever it is.</summary>
    RestoredUnseen,

    /// <summary>Nobody looks for a root between the own one and a file.</summary>
    NoLookForRootsBelow,

    /// <summary>Whoever takes a root does not look for one above once it has made its mark.</summary>
    NoSecondLookAbove,
}
