using System.Text.Json;

namespace ImgCompress.Tests.Fixtures.Programs;

/// <param name="ExitCode">What the process answered.</param>
/// <param name="Output">Stdout.</param>
/// <param name="Error">Stderr.</param>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    /// <summary>Stdout as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>A number of that JSON.</summary>
    public long Count(string name) => Json.GetProperty(name).GetInt64();
}
