using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ImgCompress.Tests.Fixtures.Template;

/// <summary>YAML as JSON, all scalars as text, with CloudFormation's short forms (<c>!Ref</c>) written out (<c>{"Ref": …}</c>).</summary>
internal static class Yaml
{
    public static JsonObject Load(string file)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(Repository.Read(file));
        stream.Load(new MergingParser(new Parser(reader)));
        return (JsonObject)Convert(stream.Documents[0].RootNode);
    }

    private static JsonNode Convert(YamlNode node)
    {
        JsonNode value = node switch
        {
            YamlScalarNode scalar => JsonValue.Create(scalar.Value ?? ""),
            YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Convert)]),
            YamlMappingNode mapping => new JsonObject(mapping.Select(
                pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, (JsonNode?)Convert(pair.Value)))),
            _ => throw new NotSupportedException(node.ToString()),
        };
        return node.Tag is { IsEmpty: false, IsLocal: true } tag ? WrittenOut(tag.Value[1..], value) : value;
    }

    private static JsonObject WrittenOut(string function, JsonNode value) => function switch
    {
        "Ref" or "Condition" => new() { [function] = value },
        "GetAtt" => new()
        {
            ["Fn::GetAtt"] = new JsonArray([.. value.GetValue<string>().Split('.', 2).Select(part => JsonValue.Create(part))]),
        },
        _ => new() { [$"Fn::{function}"] = value },
    };
}
