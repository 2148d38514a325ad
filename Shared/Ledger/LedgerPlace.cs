using System.Text.Json.Serialization;

namespace ImgCompress.Ledger;

/// <summary>Where a ledger is kept, as the root's mark names it.</summary>
/// <param name="Kind"><c>embedded</c>, which is beside the mark, or <c>dynamodb</c>.</param>
/// <param name="Name">A table's ARN, or its name where the service tells none; null: embedded.</param>
/// <param name="Id">What DynamoDB tells a table by from one of the same name, restored or made anew; null: embedded.</param>
public sealed record LedgerPlace(string Kind, string? Name, string? Id)
{
    public static LedgerPlace Embedded { get; } = new("embedded", null, null);

    public static LedgerPlace Table(string name, string id) => new("dynamodb", name, id);

    [JsonIgnore]
    public bool IsEmbedded => Kind == Embedded.Kind;

    public override string ToString() => IsEmbedded ? "its embedded ledger" : $"the table '{Name}'";
}
