using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImgCompress.Tests.Fixtures;
using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed partial class Permissions
{
    private const string Operator = "OperatorPolicy";

    /// <summary>Statements that may say <c>Resource: '*'</c>, and why.</summary>
    private static readonly Dictionary<string, string> OnEverything = new(StringComparer.Ordinal)
    {
        ["JoinNetwork"] = "Lambda makes the network interface, which has no name before",
        ["SendTraces"] = "X-Ray knows no resources",
    };

    public static TheoryData<string> Roles => [.. OfType("AWS::IAM::Role")];

    private static IEnumerable<JsonObject> All =>
        Roles.SelectMany(role => RoleStatements(role.Data)).Concat(Statements(Properties(Operator)["PolicyDocument"]!));

    private static IEnumerable<JsonObject> Allowed => All.Where(statement => Text(statement["Effect"]) == "Allow");

    [Fact]
    public void NameEachAction() => Assert.DoesNotContain(
        Objects(Resources).Where(node => node["Effect"] is JsonValue effect && Text(effect) == "Allow").SelectMany(Actions),
        action => action.Contains('*', StringComparison.Ordinal));

    [Fact]
    public void NameTheirResourcesWhereTheServiceHasAny() => Assert.All(
        Allowed.Where(statement => Several(statement["Resource"])
            .Any(resource => resource is JsonValue value && Text(value).Contains('*', StringComparison.Ordinal))),
        statement => Assert.Contains(Text(statement["Sid"]), OnEverything.Keys));

    [Theory]
    [MemberData(nameof(Roles))]
    public void ToJoinTheNetworkAreNotForTheCode(string role)
    {
        var statements = RoleStatements(role).ToLookup(statement => Text(statement["Sid"]));
        Assert.Equal(Actions(statements["JoinNetwork"].Single()), Actions(statements["ButNotTheCode"].Single()));
        Assert.Equal("Deny", Text(statements["ButNotTheCode"].Single()["Effect"]));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void OnFilesHoldThroughTheAccessPointAlone(string role) => Assert.All(
        RoleStatements(role).Where(statement => Actions(statement)
            .Any(action => action.StartsWith("elasticfilesystem:", StringComparison.Ordinal))),
        statement => Assert.NotNull(statement["Condition"]!["ArnEquals"]!["elasticfilesystem:AccessPointArn"]));

    [Fact]
    public void OnTheTableAreThoseThatTheLedgerUses() => Assert.Equal(
        Calls("Shared/Ledger/Dynamo").SelectMany(call => call switch
        {
            // A transaction needs the permissions of its actions, and none of its own; the ledger's are Put and Update.
            "TransactWriteItems" => ["PutItem", "UpdateItem"],
            "CreateTable" => [],
            _ => new[] { call },
        }).Distinct().Order(StringComparer.Ordinal),
        ActionsOf("dynamodb"));

    [Fact]
    public void OnTheQueuesAreThoseThatTheQueueUses() => Assert.Equal(
        Calls("Shared/Queue/Sqs").Except(["CreateQueue", "SetQueueAttributes", "GetQueueUrl"], StringComparer.Ordinal)
            .Select(call => call.Replace("Batch", "", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal),
        ActionsOf("sqs"));

    [Theory]
    [InlineData("DynamoDbEndpoint", "dynamodb")]
    [InlineData("SqsEndpoint", "sqs")]
    public void OfTheEndpointsAreThoseOfTheCommand(string endpoint, string service) => Assert.Equal(
        ActionsOf(service),
        Statements(Properties(endpoint)["PolicyDocument"]!).SelectMany(Actions).Select(action => action.Split(':')[1]));

    private static IEnumerable<string> ActionsOf(string service) => Allowed.SelectMany(Actions)
        .Where(action => action.StartsWith($"{service}:", StringComparison.Ordinal)).Select(action => action.Split(':')[1])
        .Distinct().Order(StringComparer.Ordinal);

    private static IEnumerable<string> Calls(string directory) =>
        ClientCall().Matches(Repository.Sources(directory)).Select(match => match.Groups["call"].Value).Distinct();

    [GeneratedRegex(@"\b_?client\.(?<call>\w+)Async\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClientCall();
}
