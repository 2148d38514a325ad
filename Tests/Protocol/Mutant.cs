namespace ImgCompress.Tests.Protocol;

/// <summary>One safeguard of the protocol taken away.</summary>
public enum Mutant
{
    /// <summary>The protocol as it is.</summary>
    None,

    /// <summary>Earlier temps are left where they are.</summary>
    NoFence,

    /// <summary>A loaded file is not compared with what was recorded.</summary>
    NoFingerprint,

    /// <summary>An item is failed whoever holds it.</summary>
    VerdictWithoutCondition,

    /// <summary>An item is counted as done whoever holds it.</summary>
    BareCounter,

    /// <summary>A fault ends the item as untouched, although a recorded result may stand in place.</summary>
    VerdictWhileResultsStand,

    /// <summary>The next job's row does not hold what earlier jobs had recorded.</summary>
    ResultsNotCarried,

    /// <summary>A message that finds its item failed is dropped, whether a dead letter was sent or not.</summary>
    LetterSentOnce,

    /// <summary>Any message brings a failed item back to work, its own repetition too.</summary>
    AnyMessageRedrives,

    /// <summary>An intent is recorded whoever holds the item.</summary>
    IntentWithoutCondition,

    /// <summary>A job with another spec takes what an earlier one left for an original.</summary>
    OtherSpecScalesAgain,

    /// <summary>A result is known by its content only once its item has been finished.</summary>
    ResultKnownAtTheEnd,

    /// <summary>The message is acknowledged before the item is finished.</summary>
    AcknowledgedEarly,

    /// <summary>What an exchange has displaced is removed, whatever it is.</summary>
    DisplacedRemovedUnseen,

    /// <summary>An earlier temp is removed, whatever it has changed names with.</summary>
    FenceRemovesUnseen,

    /// <summary>An earlier temp is looked at, and then removed by the name that its worker has for it.</summary>
    FenceLooksBeforeItTakes,

    /// <summary>After a fault the name is taken for the temp by its number, which nobody holds open any more.</summary>
    TempNotHeldOpen,

    /// <summary>The name is taken for the temp by its number alone, whatever has been written into it since.</summary>
    TempKnownByNumberAlone,
}
