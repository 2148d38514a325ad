using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Template;
using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

/// <summary>The workflows of the public repository.</summary>
public sealed partial class Workflow
{
    private static readonly JsonObject Root = Yaml.Load(".github/workflows/ci.yml");
    private static readonly JsonObject AllJobs = (JsonObject)Root["jobs"]!;
    private static readonly JsonObject ReleaseJobs = (JsonObject)Yaml.Load(".github/workflows/release.yml")["jobs"]!;

    public static TheoryData<string> Jobs => [.. AllJobs.Concat(ReleaseJobs).Select(job => job.Key)];

    [Fact]
    public void MayReadTheRepositoryAndNoMore()
    {
        var permission = Assert.Single((JsonObject)Root["permissions"]!);
        Assert.Equal(("contents", "read"), (permission.Key, Text(permission.Value)));
        Assert.All(AllJobs, job => Assert.Null(job.Value!["permissions"]));
    }

    [Theory]
    [MemberData(nameof(Jobs))]
    public void NamesActionsByTheirCommits(string job)
    {
        var actions = Several((AllJobs[job] ?? ReleaseJobs[job])!["steps"])
            .Where(step => step["uses"] is not null)
            .Select(step => Text(step["uses"]))
            .ToList();
        Assert.NotEmpty(actions);
        Assert.All(actions, action => Assert.Matches(Pinned(), action));
    }

    [Fact]
    public void TestsEveryLambdaHost() =>
        Assert.Equal(["Own", "Amazon"], AllJobs["test"]!["strategy"]!["matrix"]!["host"]!.AsArray().Select(host => (string)host!));

    [Fact]
    public void ReleasesEachPlatformThatThePackageNames() => Assert.Equal(
        Platforms().Match(Repository.Read("Enqueuer/Enqueuer.csproj")).Groups["platforms"].Value.Split(';'),
        ReleaseJobs["platform"]!["strategy"]!["matrix"]!["include"]!.AsArray().Select(platform => Text(platform!["rid"])));

    [GeneratedRegex(
        "<ToolPackageRuntimeIdentifiers>(?<platforms>.+)</", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Platforms();

    [GeneratedRegex("^[a-z-]+/[a-z-]+@[0-9a-f]{40}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pinned();
}
