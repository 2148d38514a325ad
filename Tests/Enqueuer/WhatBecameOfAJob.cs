using System.Text.Json;
using ImgCompress.Tests.Fixtures;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Programs;
using Json.Schema;
using Xunit;

namespace ImgCompress.Tests.Enqueuer;

/// <summary>What the commands say of one job, in JSON as docs/schemas has it, and in CSV.</summary>
[Trait("Speed", "Slow")]
public sealed class WhatBecameOfAJob : IAsyncLifetime
{
    private readonly TemporaryDirectory _directory = new();
    private CliResult _run = null!;

    public async ValueTask InitializeAsync()
    {
        _directory.Write("good.png", Png.Noise(64, 48));
        _directory.Write("say \"cheese\", please.png", Png.Noise(64, 48).AsSpan(0, 200));
        _directory.Write("photo.heic.jpg", SmallImages.Heic);
        _directory.Write("notes.txt", "notes"u8);
        _run = await Cli.RunAsync("run", _directory.Path, "--json", "--keep-originals", "--name", "The holidays");
    }

    public ValueTask DisposeAsync()
    {
        _directory.Dispose();
        return default;
    }

    [Fact]
    public async Task IsPrintedAsItsSchemasSay()
    {
        var job = _run.Json.GetProperty("job").GetString()!;

        RequireValid("job", _run.Output);
        RequireValid("job", (await Cli.RunAsync("status", _directory.Path, "--json")).Output);
        RequireValid("jobs", (await Cli.RunAsync("jobs", _directory.Path, "--json")).Output);
        RequireValid("failures", (await Cli.RunAsync("failures", job, _directory.Path, "--json")).Output);
        RequireValid("dry-run", (await Cli.RunAsync("run", _directory.Path, "--dry-run", "--json")).Output);
        RequireValid("estimate", (await Cli.RunAsync("estimate", _directory.Path, "--json")).Output);
        RequireValid("redrive", (await Cli.RunAsync("redrive", "--root", _directory.Path, "--json")).Output);
        RequireValid("reconcile", (await Cli.RunAsync("reconcile", "--root", _directory.Path, "--json")).Output);
        RequireValid("keep", (await Cli.RunAsync("keep", job, "--root", _directory.Path, "--json")).Output);
        RequireValid("verify", (await Cli.RunAsync("verify", job, "--root", _directory.Path, "--json")).Output);
        var results = (await Cli.RunAsync("results", _directory.Path, job, "--jsonl")).Output;
        var lines = results.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => RequireValid("result", line));
        Assert.Equal(
            [("good.png", "resized"), ("photo.heic.jpg", "skipped"), ("say \"cheese\", please.png", "failed")],
            lines.Select(line => JsonDocument.Parse(line).RootElement)
                .Select(line => (line.GetProperty("path").GetString(), line.GetProperty("outcome").GetString()))
                .Order());

        RequireValid("restore", (await Cli.RunAsync("restore", job, "--root", _directory.Path, "--json")).Output);
        var restored = (await Cli.RunAsync("results", _directory.Path, job, "--jsonl")).Output;
        Assert.All(restored.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => RequireValid("result", line));
        Assert.Contains("\"path\":\"good.png\",\"outcome\":\"restored\"", restored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IsListedWithItsNameDirectoryAndStart()
    {
        var jobs = await Cli.RunAsync("jobs", _directory.Path);
        var json = (await Cli.RunAsync("jobs", _directory.Path, "--json")).Json[0];

        Assert.Contains("The holidays", jobs.Output, StringComparison.Ordinal);
        Assert.Contains(_directory.Path, jobs.Output, StringComparison.Ordinal);
        Assert.Matches("started +took ", jobs.Output);
        var (started, ended) = (json.GetProperty("started").GetDateTimeOffset(), json.GetProperty("ended").GetDateTimeOffset());
        Assert.InRange(ended - started, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        Assert.Equal(
            ("The holidays", "down 2 gaussian", "."),
            (json.GetProperty("name").GetString(), json.GetProperty("spec").GetString(), json.GetProperty("directory").GetString()));
    }

    [Fact]
    public async Task IsCsvWithQuotedNames()
    {
        var csv = await Cli.RunAsync("results", _directory.Path);

        var lines = csv.Output.Split("\r\n");
        Assert.StartsWith("path,outcome,reason,", lines[0], StringComparison.Ordinal);
        Assert.Matches("^good[.]png,resized,,,[0-9]+,[0-9]+,3072,768,64x48,32x24,1,[0-9.]+,20", lines[1]);
        Assert.StartsWith("\"say \"\"cheese\"\", please.png\",failed,corrupt,", lines[3], StringComparison.Ordinal);
        Assert.Equal((0, 5), (csv.ExitCode, lines.Length));
    }

    [Fact]
    public async Task IsOfOneJobInOneDirectory()
    {
        var twice = await Cli.RunAsync("status", _directory.Path, "--root", _directory.Path);
        var unknown = await Cli.RunAsync("status", "holidays", _directory.Path);

        Assert.Equal((2, 2), (twice.ExitCode, unknown.ExitCode));
        Assert.Contains("is a second directory", twice.Error, StringComparison.Ordinal);
        Assert.Contains("there is no job 'holidays'", unknown.Error, StringComparison.Ordinal);
    }

    private static void RequireValid(string schema, string json)
    {
        var text = Repository.Read($"docs/schemas/{schema}.json");
        var result = JsonSchema.FromText(text)
            .Evaluate(JsonDocument.Parse(json).RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        Assert.True(result.IsValid, $"{schema}: {JsonSerializer.Serialize(result)}\n{json}");
    }
}
