using System.Text.Json;
using Xunit;
using static ImgCompress.Tests.Fixtures.Architecture.ProductionCode;

namespace ImgCompress.Tests.Architecture;

public sealed class Programs
{
    [Fact]
    public void AreReferredToByNoProject()
    {
        var programs = Projects.Where(project => PropertyOf(project, "OutputType") == "Exe").Select(Path.GetFileName).ToList();

        Assert.Equal(["Enqueuer.csproj", "Worker.csproj"], programs.Order(StringComparer.Ordinal));
        Assert.Empty(Projects.SelectMany(ReferencesOf).Intersect(programs));
    }

    [Theory]
    [InlineData("Shared/Shared.csproj")]
    [InlineData("Worker/Engine/Engine.csproj", "Shared.csproj")]
    [InlineData("Worker/Worker.csproj", "Engine.csproj")]
    [InlineData("Enqueuer/Enqueuer.csproj", "Engine.csproj")]
    public void AndLibrariesReferToTheLayerBelow(string project, params string[] below) => Assert.Equal(below, ReferencesOf(project));

    [Theory]
    [InlineData("img-compress")]
    [InlineData("img-compress-worker")]
    public void RunWithTheSettingsThatMeasureBest(string program)
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{program}.runtimeconfig.json"));
        using var configuration = JsonDocument.Parse(file);
        var settings = configuration.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties");

        Assert.False(settings.GetProperty("System.Runtime.TieredPGO").GetBoolean());
        Assert.Equal(1000, settings.GetProperty("System.Runtime.TieredCompilation.CallCountThreshold").GetInt32());
        Assert.Equal(4 << 20, settings.GetProperty("System.GC.Gen0MaxBudget").GetInt32());
    }
}
