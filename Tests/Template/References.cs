using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed partial class References
{
    [Fact]
    public void AllResolve()
    {
        var known = Parameters.Concat(Resources).Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        Assert.All(
            Objects(Root).SelectMany(Names).Where(name => !name.StartsWith("AWS::", StringComparison.Ordinal)),
            name => Assert.Contains(name, known));
    }

    [Fact]
    public void ToConditionsAllResolve()
    {
        var known = Section("Conditions").Select(pair => pair.Key).ToHashSet(StringComparer.Ordinal);
        Assert.All(Objects(Root).SelectMany(Conditions), name => Assert.Contains(name, known));
    }

    [Fact]
    public void UseEveryParameter()
    {
        var used = Objects(Root).SelectMany(Names).ToHashSet(StringComparer.Ordinal);
        Assert.All(Parameters.Select(pair => pair.Key), name => Assert.Contains(name, used));
    }

    [Fact]
    public void OfTheConsoleNameEveryParameterOnce()
    {
        var shown = Several(Root["Metadata"]!["AWS::CloudFormation::Interface"]!["ParameterGroups"])
            .SelectMany(group => Several(group["Parameters"]))
            .Select(Text);
        Assert.Equal(Parameters.Select(pair => pair.Key).Order(StringComparer.Ordinal), shown.Order(StringComparer.Ordinal));
    }

    /// <summary>What an object refers to by Ref, GetAtt or Sub; names that a Sub explains itself are no references.</summary>
    private static IEnumerable<string> Names(JsonObject node) => node.Count != 1 ? [] : node.Single() switch
    {
        { Key: "Ref", Value: JsonValue name } => [Text(name)],
        { Key: "Fn::GetAtt", Value: JsonArray parts } => [Text(parts[0])],
        { Key: "Fn::Sub", Value: JsonValue text } => Within(Text(text)),
        { Key: "Fn::Sub", Value: JsonArray parts } => Within(Text(parts[0])).Except(((JsonObject)parts[1]!).Select(pair => pair.Key)),
        _ => [],
    };

    private static IEnumerable<string> Conditions(JsonObject node)
    {
        if (node["Condition"] is JsonValue condition)
        {
            yield return Text(condition);
        }

        if (node["Fn::If"] is JsonArray either)
        {
            yield return Text(either[0]);
        }
    }

    private static IEnumerable<string> Within(string text) => Placeholder().Matches(text).Select(match => match.Groups["name"].Value);

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z0-9:]+)[^}]*\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
