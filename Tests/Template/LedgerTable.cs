using System.Text.Json.Nodes;
using ImgCompress.Ledger.Dynamo;
using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed class LedgerTable
{
    // The attribute that the index goes by is called as the index is.
    private const string OpenName = DynamoTable.OpenIndex;

    private static readonly JsonObject Table = Properties("Table");

    [Fact]
    public void HasTheKeyOfTheLedger() => Assert.Equal([(DynamoTable.KeyName, "HASH")], Keys(Table));

    [Fact]
    public void HasTheSparseIndexOfTheLedger()
    {
        var index = Assert.Single(Several(Table["GlobalSecondaryIndexes"]));
        Assert.Equal(DynamoTable.OpenIndex, Text(index["IndexName"]));
        Assert.Equal([(OpenName, "HASH"), (DynamoTable.KeyName, "RANGE")], Keys(index));
        Assert.Equal("KEYS_ONLY", Text(index["Projection"]!["ProjectionType"]));
    }

    [Fact]
    public void DefinesItsKeysAsText() => Assert.Equal(
        [(OpenName, "S"), (DynamoTable.KeyName, "S")],
        Several(Table["AttributeDefinitions"]).Select(key => (Text(key["AttributeName"]), Text(key["AttributeType"]))).Order());

    [Fact]
    public void IsPaidByUseEncryptedAndRecoverable()
    {
        Assert.Equal("PAY_PER_REQUEST", Text(Table["BillingMode"]));
        Assert.Equal("true", Text(Table["SSESpecification"]!["SSEEnabled"]));
        Assert.Equal("true", Text(Table["PointInTimeRecoverySpecification"]!["PointInTimeRecoveryEnabled"]));
    }

    [Theory]
    [InlineData("Table")]
    [InlineData("FileSystem")]
    public void AndTheFilesOutliveTheStack(string resource)
    {
        Assert.Equal("RetainExceptOnCreate", Text(Resources[resource]!["DeletionPolicy"]));
        Assert.Equal("Retain", Text(Resources[resource]!["UpdateReplacePolicy"]));
    }

    /// <summary>As that of a stack that was deleted: a new one would know of no file that it has been resized.</summary>
    [Fact]
    public void MayBeOneThatIsThereAlready()
    {
        Assert.Equal("NewTable", Text(Resources["Table"]!["Condition"]));
        Assert.Equal("", Text(Parameters["TableName"]!["Default"]));
        var conditional = Objects(Root).Where(node => node["Fn::If"] is JsonArray either && Text(either[0]) == "NewTable")
            .SelectMany(Objects).Where(IsOfTheTable).ToHashSet();
        Assert.NotEmpty(conditional);
        Assert.All(Objects(Root).Where(IsOfTheTable), node => Assert.Contains(node, conditional));
    }

    [Theory]
    [InlineData("WorkerRole")]
    [InlineData("EnqueuerRole")]
    public void MayBeToldFromOneOfTheSameNameByTheFunctions(string role) =>
        Assert.Contains("dynamodb:DescribeTable", RoleStatements(role).SelectMany(Actions));

    /// <summary>The name of the new table and the parameter with that of the other one.</summary>
    internal static IEnumerable<string> EitherTable(JsonNode? node)
    {
        var either = Several(node!["Fn::If"]).ToList();
        Assert.Equal("NewTable", Text(either[0]));
        return either.Skip(1).Select(Referred);
    }

    private static bool IsOfTheTable(JsonObject node) =>
        (node["Ref"] is JsonValue name && Text(name) == "Table")
        || (node["Fn::GetAtt"] is JsonArray parts && Text(parts[0]) == "Table");

    // A row that is gone lets a second run resize its file again.
    [Fact]
    public void KeepsItsRows() => Assert.Null(Table["TimeToLiveSpecification"]);

    private static IEnumerable<(string Name, string Kind)> Keys(JsonNode of) =>
        Several(of["KeySchema"]).Select(key => (Text(key["AttributeName"]), Text(key["KeyType"])));
}
