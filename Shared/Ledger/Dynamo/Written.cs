using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>The answer to a conditional write.</summary>
internal abstract record Written
{
    private Written()
    {
    }

    /// <summary>It stands.</summary>
    /// <param name="Item">The new item of a single update; null for a transaction.</param>
    public sealed record Done(Item? Item) : Written;

    /// <summary>A condition did not hold.</summary>
    /// <param name="Standing">For each action the item that stood and refused it; null where the action had nothing against it, or there was none.</param>
    /// <param name="Refused">Which actions' conditions did not hold.</param>
    public sealed record Not(IReadOnlyList<Item?> Standing, IReadOnlyList<bool> Refused) : Written;
}
