using System.Globalization;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace ImgCompress.Ledger.Dynamo;

/// <summary>
/// One conditional update of an item. Every name goes in as <c>#name</c> and every value as <c>:name</c>, so that no reserved
/// word and no content can mean anything in an expression.
/// </summary>
internal sealed class ItemChange(string key)
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttributeValue> _values = new(StringComparer.Ordinal);
    private readonly List<string> _set = [];
    private readonly List<string> _remove = [];
    private readonly List<string> _add = [];
    private string? _condition;

    public static AttributeValue Text(string value) => new() { S = value };

    public static AttributeValue Number(long value) => new() { N = value.ToString(CultureInfo.InvariantCulture) };

    /// <summary>Null: the attribute is removed.</summary>
    public ItemChange Set(string name, AttributeValue? value)
    {
        Name(name);
        if (value is null)
        {
            _remove.Add($"#{name}");
        }
        else
        {
            _values[$":{name}"] = value;
            _set.Add($"#{name} = :{name}");
        }

        return this;
    }

    public ItemChange Set(string name, string? value) => Set(name, value is null ? null : Text(value));

    public ItemChange Set(string name, long value) => Set(name, Number(value));

    /// <summary>Adds to a number; 0 leaves the attribute alone.</summary>
    public ItemChange Add(string name, long by)
    {
        if (by != 0)
        {
            Name(name);
            _values[$":{name}"] = Number(by);
            _add.Add($"#{name} :{name}");
        }

        return this;
    }

    /// <param name="condition">In it, <c>#name</c> stands for an attribute and <c>:name</c> for one of <paramref name="values"/>.</param>
    /// <param name="names">The attributes that it names.</param>
    /// <param name="values">The values that it names; their names are other than those of attributes that are set.</param>
    public ItemChange If(string condition, string[] names, params ReadOnlySpan<(string Name, AttributeValue Value)> values)
    {
        _condition = condition;
        foreach (var name in names)
        {
            Name(name);
        }

        foreach (var (name, value) in values)
        {
            _values[$":{name}"] = value;
        }

        return this;
    }

    /// <summary>As an action of a transaction.</summary>
    public TransactWriteItem Within(string table) => new()
    {
        Update = new()
        {
            TableName = table,
            Key = Key,
            UpdateExpression = Expression,
            ConditionExpression = _condition,
            ExpressionAttributeNames = _names,
            ExpressionAttributeValues = _values,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        },
    };

    /// <summary>As a request of its own, which answers with the new item.</summary>
    public UpdateItemRequest Alone(string table) => new()
    {
        TableName = table,
        Key = Key,
        UpdateExpression = Expression,
        ConditionExpression = _condition,
        ExpressionAttributeNames = _names,
        ExpressionAttributeValues = _values,
        ReturnValues = ReturnValue.ALL_NEW,
        ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
    };

    private Dictionary<string, AttributeValue> Key => new(StringComparer.Ordinal) { ["pk"] = Text(key) };

    private string Expression =>
        string.Join(' ', new[] { Clause("SET", _set), Clause("REMOVE", _remove), Clause("ADD", _add) }.OfType<string>());

    private static string? Clause(string verb, List<string> parts) => parts.Count == 0 ? null : $"{verb} {string.Join(", ", parts)}";

    private void Name(string name) => _names[$"#{name}"] = name;
}
