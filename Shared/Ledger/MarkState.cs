namespace ImgCompress.Ledger;

/// <summary>How far a root and its ledger know of each other. No worker touches a file before both do.</summary>
public enum MarkState
{
    /// <summary>The ledger has the row.</summary>
    Complete,

    /// <summary>A root without a mark is being given to a ledger without a row. Whoever opens both next completes it.</summary>
    Beginning,

    /// <summary>The root is being adopted by the ledger, whatever row it has. Whoever opens both next completes it.</summary>
    Adopting,
}
