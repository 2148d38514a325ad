using System.Text.RegularExpressions;
using ImgCompress.Tests.Fixtures.Architecture;
using Xunit;
using static ImgCompress.Tests.Fixtures.Architecture.ProductionCode;

namespace ImgCompress.Tests.Architecture;

public sealed partial class Namespaces
{
    /// <summary>Each namespace that uses another, with one of the types that do.</summary>
    private static readonly (string User, string Used, TypeUse Example)[] Edges =
    [
        .. Uses.GroupBy(use => (User: Short(use.User.Namespace), Used: Short(use.Used.Namespace)))
            .Select(same => (same.Key.User, same.Key.Used, same.First())),
    ];

    private static readonly ILookup<string, string> UsedBy =
        Edges.ToLookup(edge => edge.User, edge => edge.Used);

    [Fact]
    public void UseOnlyWhatTheTableAllows() => AssertNone(
        Edges.Where(edge => !AllowedUses.Allow(edge.User, edge.Used))
            .Select(edge => $"{Sentence(edge.Example)}, but {edge.User} may use {AllowedUses.Of(edge.User)}."));

    [Fact]
    public void UseEachOtherInNoCircle() => AssertNone(
        Edges.Where(edge => UsedBy[edge.User].Contains(edge.Used) && AllUsedBy(edge.Used).Contains(edge.User))
            .Select(edge => $"{Sentence(edge.Example)}, but {edge.Used} itself uses {edge.User}, be it through others."));

    [Fact]
    public void AreThoseOfTheTable() => Assert.Equal(
        Projects.SelectMany(SourcesOf).Where(source => Path.GetFileName(source.File) != "AssemblyInfo.cs")
            .Select(source => Short(source.Namespace)).Distinct().Order(StringComparer.Ordinal),
        AllowedUses.Namespaces.Order(StringComparer.Ordinal));

    [Fact]
    public void AreCalledAsTheirFolders() => Assert.All(
        Projects.SelectMany(SourcesOf).Where(source => Path.GetFileName(source.File) is not ("AssemblyInfo.cs" or "Program.cs")),
        source => Assert.Equal(source.Namespace, Declaration().Match(File.ReadAllText(source.File)).Groups["name"].Value));

    private static void AssertNone(IEnumerable<string> problems)
    {
        var all = problems.Order(StringComparer.Ordinal).ToList();
        Assert.True(all.Count == 0, string.Join('\n', all));
    }

    private static HashSet<string> AllUsedBy(string user)
    {
        var (all, open) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>([user]));
        while (open.TryDequeue(out var next))
        {
            foreach (var used in UsedBy[next].Where(all.Add))
            {
                open.Enqueue(used);
            }
        }

        return all;
    }

    private static string Sentence(TypeUse use) => $"{Short(use.User.ToString())} uses {Short(use.Used.ToString())}";

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Declaration();
}
