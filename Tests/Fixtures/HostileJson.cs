using System.Text.Json;
using System.Text.Json.Nodes;

namespace ImgCompress.Tests.Fixtures;

/// <summary>Texts near a JSON document: with another value somewhere, members too many or too few, or broken.</summary>
internal static class HostileJson
{
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "1e3", "99999999999999999999", "-9223372036854775808", "\"\"", "[]", "{}", "[null]",
        "[[]]", "{\"a\":null}", "\"\\ud83d\"", "\"\\u0000\"", "\"../x\"", "\"/\"", "\"\\uf741\"", "[\"a\",null]", "[\"\"]", "[\"[\"]",
        "[\"a/../b\"]", "[\"../x\"]", "{\"\\ud83d\":1}",
    ];

    public static IEnumerable<string> Of(string document, Random random, int count)
    {
        foreach (var text in HostileText.All.Concat(Values).Append(new string('[', 100_000)))
        {
            yield return text;
        }

        for (var place = 0; place < Nodes(JsonNode.Parse(document)!).Count; place++)
        {
            foreach (var value in Values.Concat(HostileText.All.Select(text => JsonSerializer.Serialize(text))))
            {
                yield return Replaced(document, place, value);
            }
        }

        for (var n = 0; n < count; n++)
        {
            yield return Broken(document, random);
        }
    }

    /// <summary>All values in the document, but for itself, in its order.</summary>
    private static List<JsonNode> Nodes(JsonNode node)
    {
        IEnumerable<JsonNode?> children = node switch
        {
            JsonObject members => members.Select(member => member.Value),
            JsonArray items => items,
            _ => [],
        };
        return [.. children.OfType<JsonNode>().SelectMany(child => Nodes(child).Prepend(child))];
    }

    /// <summary>By way of a placeholder, since a node cannot hold each value that a text can.</summary>
    private static string Replaced(string document, int place, string value)
    {
        const string placeholder = "placeholder";
        var root = JsonNode.Parse(document)!;
        Nodes(root)[place].ReplaceWith(placeholder);
        return root.ToJsonString().Replace($"\"{placeholder}\"", value, StringComparison.Ordinal);
    }

    private static string Broken(string document, Random random)
    {
        var text = document;
        for (var left = random.Next(1, 4); left > 0 && text.Length > 1; left--)
        {
            var at = random.Next(text.Length);
            text = random.Next(4) switch
            {
                0 => text[..at],
                1 => text.Remove(at, Math.Min(random.Next(1, 4), text.Length - at)),
                2 => text.Insert(at, HostileText.Any(random)),
                _ => text.Insert(at, Values[random.Next(Values.Length)]),
            };
        }

        return text;
    }
}
