using System.Text.Json.Nodes;
using ImgCompress.Configuration;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Template;
using Xunit;
using static ImgCompress.Tests.Fixtures.Template.SamTemplate;

namespace ImgCompress.Tests.Template;

public sealed class ComposedServices
{
    private static readonly JsonObject Services = (JsonObject)Yaml.Load("docker-compose.yml")["services"]!;

    public static TheoryData<string> Programs => [.. Services.Select(service => service.Key).Where(name => name != "localstack")];

    // Later images ask for a token.
    [Fact]
    public void UseTheLastLocalStackWithoutAToken() => Assert.Equal("localstack/localstack:4.14.0", Text(Services["localstack"]!["image"]));

    [Theory]
    [MemberData(nameof(Programs))]
    public void HaveSettingsThatTheProgramsTake(string service)
    {
        var variables = (JsonObject)Services[service]!["environment"]!;
        var settings = Settings.Read(name => variables[name] is { } value ? Text(value) : null);
        Assert.NotNull(settings.Aws);
        Assert.Equal($"{settings.Aws.QueueUrl}-dead-letters", settings.Aws.DeadLetterQueueUrl);
        Assert.Equal(settings.Root, Text(Assert.Single(Several(Services[service]!["volumes"]))["target"]));
    }

    [Theory]
    [InlineData("worker", "Worker/Worker.csproj")]
    [InlineData("init", "Enqueuer/Enqueuer.csproj")]
    [InlineData("submit", "Enqueuer/Enqueuer.csproj")]
    [InlineData("cli", "Enqueuer/Enqueuer.csproj")]
    public void StartTheProgramsOfTheImage(string service, string project)
    {
        var program = Repository.AssemblyName(project);
        Assert.Equal(program, Text(Several(Services[service]!["entrypoint"] ?? Services[service]!["command"]).First()));
        Assert.Contains($"/{program} ", Repository.Read("Worker/Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public void StartWhenWhatTheyNeedIsReady()
    {
        var needs = Services["worker"]!["depends_on"]!;
        Assert.Equal("service_healthy", Text(needs["localstack"]!["condition"]));
        Assert.Equal("service_completed_successfully", Text(needs["init"]!["condition"]));
    }
}
