using System.Reflection;
using System.Text.RegularExpressions;
using Xunit.v3;

namespace ImgCompress.Tests.Fixtures.Documentation;

/// <summary>
/// The claims of a document in Markdown. Each names at its end, in a comment that readers do not see, the tests that hold it, or why
/// none does: <c>&lt;!-- held by: Class.Method, Class.Method --&gt;</c>, <c>&lt;!-- not held: advice --&gt;</c>.
/// </summary>
internal static partial class Claims
{
    /// <summary>Milliseconds.</summary>
    private const int Timeout = 1000;

    /// <summary>Names of the tests in this assembly, as claims name them.</summary>
    public static IReadOnlySet<string> Tests { get; } = typeof(Claims).Assembly.GetTypes()
        .Where(type => type.IsPublic && !type.IsAbstract)
        .SelectMany(type => type.GetMethods().Where(IsTest).Select(method => $"{type.Name}.{method.Name}"))
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>All but headings, the heads of tables, lists of links, and words that lead to a list.</summary>
    public static IEnumerable<Claim> In(string markdown)
    {
        var lines = markdown.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#' || IsHead(lines, i))
            {
                continue;
            }

            var first = i;
            while (lines[i][0] != '|' && i + 1 < lines.Length && Continues(lines[i + 1]))
            {
                i++;
            }

            var text = string.Join('\n', lines[first..(i + 1)]);
            if (!Links().IsMatch(text) && !LeadsToList(lines, i))
            {
                yield return new(first + 1, text);
            }
        }
    }

    /// <summary>What is wrong with the claims of a document: a line for each that names no test, or one that there is not.</summary>
    public static IEnumerable<string> Problems(string markdown)
    {
        foreach (var (line, text) in In(markdown))
        {
            var mark = Mark().Match(text);
            if (!mark.Success)
            {
                yield return $"line {line} names no test: {text}";
                continue;
            }

            var names = mark.Groups["tests"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            foreach (var name in names.Where(name => !Tests.Contains(name)))
            {
                yield return $"line {line} names a test that there is not: {name}";
            }
        }
    }

    private static bool IsTest(MethodInfo method) => method.GetCustomAttributes().Any(attribute => attribute is IFactAttribute);

    /// <summary>Whether a line is the head of a table, or the rule below that.</summary>
    private static bool IsHead(string[] lines, int at) =>
        Rule().IsMatch(lines[at]) || (lines[at][0] == '|' && at + 1 < lines.Length && Rule().IsMatch(lines[at + 1]));

    private static bool LeadsToList(string[] lines, int last) =>
        lines[last].EndsWith(':')
        && lines.Skip(last + 1).FirstOrDefault(line => line.Length > 0) is { } next && next.StartsWith("- ", StringComparison.Ordinal);

    private static bool Continues(string line) =>
        line.Length > 0 && line[0] is not ('#' or '|') && !line.StartsWith("- ", StringComparison.Ordinal);

    [GeneratedRegex(@"^\|[-| ]+$", RegexOptions.None, Timeout)]
    private static partial Regex Rule();

    [GeneratedRegex(@"^- (\[[^\]]+\]\(#[a-z-]+\)(, )?)+$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Links();

    [GeneratedRegex(@"<!--\s+(held by:\s+(?<tests>[^>]*?\S)|not held:\s+\S[^>]*?)\s+-->( \|)?$", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Mark();
}
