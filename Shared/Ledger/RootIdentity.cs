namespace ImgCompress.Ledger;

/// <summary>What a root and its ledger both hold, and by which they know each other.</summary>
/// <param name="Root">The root's id: 32 hex digits.</param>
/// <param name="Ledger">The ledger's id, new whenever a root is given to a ledger: 32 hex digits.</param>
/// <param name="Made">When the root was given to the ledger.</param>
/// <param name="Generation">
/// Grows whenever work begins on an embedded ledger, first there and then in the mark: a ledger behind its mark is an older copy. 0 on
/// AWS, where a table that is restored is another table.
/// </param>
public sealed record RootIdentity(string Root, string Ledger, DateTimeOffset Made, long Generation)
{
    /// <summary>Whether root and ledger are the same, of whatever generation.</summary>
    public bool IsOf(RootIdentity? other) => (Root, Ledger) == (other?.Root, other?.Ledger);
}
