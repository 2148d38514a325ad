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

    /// <summary>Some runners have none.</summary>
    [Fact]
    public void InstallsACompilerBeforeItLinksNativeCodeOnLinux()
    {
        foreach (var (job, links) in new[] { (AllJobs["native"]!, "./package.sh"), (ReleaseJobs["platform"]!, "-p:PublishAot=true") })
        {
            var commands = Several(job["steps"]).Select(step => (string?)step["run"] ?? "").ToList();
            var installs = commands.FindIndex(command => command.Contains("apt-get install -y clang", StringComparison.Ordinal));
            Assert.InRange(installs, 0, commands.FindIndex(command => command.Contains(links, StringComparison.Ordinal)) - 1);
        }
    }

    /// <summary>A job that failed is run again, when the release has what it uploaded before.</summary>
    [Fact]
    public void ReleasesAPlatformAgain() => Assert.Contains(
        Several(ReleaseJobs["platform"]!["steps"]),
        step => step["run"] is { } run && Text(run).StartsWith("gh release upload ", StringComparison.Ordinal)
            && Text(run).EndsWith(" --clobber", StringComparison.Ordinal));

    [GeneratedRegex(
        "<ToolPackageRuntimeIdentifiers>(?<platforms>.+)</", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Platforms();

    [GeneratedRegex("^[a-z-]+/[a-z-]+@[0-9a-f]{40}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pinned();
}
