using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>The answer to a conditional write.</summary>
internal abstract record WriteResult
{
    private WriteResult()
    {
    }

    /// <summary>The write was carried out.</summary>
    /// <param name="Item">The new item of a single update; null for a transaction.</param>
    public sealed record Applied(Item? Item) : WriteResult;

    /// <summary>A condition did not hold.</summary>
    /// <param name="CurrentItems">For each action the item that refused it; null where none did, or where there is no item.</param>
    /// <param name="Refused">Which actions' conditions did not hold.</param>
    public sealed record Rejected(IReadOnlyList<Item?> CurrentItems, IReadOnlyList<bool> Refused) : WriteResult;
}
