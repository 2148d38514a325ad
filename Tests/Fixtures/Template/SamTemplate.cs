using System.Globalization;
using System.Text.Json.Nodes;

namespace ImgCompress.Tests.Fixtures.Template;

/// <summary>template.yaml, and the questions that the tests ask of it.</summary>
internal static class SamTemplate
{
    public static JsonObject Root { get; } = Yaml.Load("template.yaml");

    public static JsonObject Resources => Section("Resources");

    public static JsonObject Parameters => Section("Parameters");

    public static JsonObject Section(string name) => (JsonObject)Root[name]!;

    public static JsonObject Properties(string resource) => (JsonObject)Resources[resource]!["Properties"]!;

    public static IEnumerable<string> OfType(string type) =>
        Resources.Where(resource => Text(resource.Value!["Type"]) == type).Select(resource => resource.Key);

    public static string Text(JsonNode? node) => node!.GetValue<string>();

    public static int Number(JsonNode? node) => int.Parse(Text(node), CultureInfo.InvariantCulture);

    /// <summary>An item alone may stand without its list.</summary>
    public static IEnumerable<JsonNode> Several(JsonNode? node) => node is JsonArray array ? array.Select(item => item!) : [node!];

    /// <summary>The name in <c>{"Ref": name}</c>.</summary>
    public static string Referred(JsonNode? node) => Text(node!["Ref"]);

    /// <summary>The resource and attribute in <c>{"Fn::GetAtt": [resource, attribute]}</c>.</summary>
    public static string AttributeOf(JsonNode? node) => string.Join('.', Several(node!["Fn::GetAtt"]).Select(Text));

    /// <summary>The statements of a policy document; of one that stands under a condition, the statement itself.</summary>
    public static IEnumerable<JsonObject> Statements(JsonNode document) => Several(document["Statement"])
        .Select(statement => (JsonObject)(statement["Fn::If"] is JsonArray either ? either[1]! : statement));

    /// <summary>The statements of all policies of a role.</summary>
    public static IEnumerable<JsonObject> RoleStatements(string role) =>
        Several(Properties(role)["Policies"]).SelectMany(policy => Statements(policy["PolicyDocument"]!));

    /// <summary>The actions of a statement, those under a condition too.</summary>
    public static IEnumerable<string> Actions(JsonObject statement) => Several(statement["Action"])
        .Select(action => Text(action is JsonObject either ? either["Fn::If"]![1] : action));

    /// <summary>Every object in the tree.</summary>
    public static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject map => map.SelectMany(pair => Objects(pair.Value)).Prepend(map),
        JsonArray list => list.SelectMany(Objects),
        _ => [],
    };
}
