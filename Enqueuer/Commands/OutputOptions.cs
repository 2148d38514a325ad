using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>The options of every command: what is printed, and where.</summary>
internal sealed class OutputOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as JSON on stdout, all else on stderr" };

    private readonly Option<bool> _quiet = new("--quiet") { Description = "Print no progress, and no summary unless files failed" };

    public void AddTo(Command command)
    {
        command.Options.Add(_json);
        command.Options.Add(_quiet);
    }

    public bool Json(ParseResult result) => result.GetValue(_json);

    public bool Quiet(ParseResult result) => result.GetValue(_quiet);

    /// <summary>
    /// Prints a result as JSON on stdout, the items of what is still to come (<see cref="IAsyncEnumerable{T}"/>) as they come.
    /// </summary>
    public static async Task PrintJsonAsync<T>(T result, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        await using var output = Console.OpenStandardOutput();
        await JsonSerializer.SerializeAsync(output, result, type, cancellationToken);
        await output.WriteAsync("\n"u8.ToArray(), cancellationToken);
    }

    /// <summary>Prints a result as JSON on stdout.</summary>
    public static void PrintJson<T>(T result, JsonTypeInfo<T> type) => Console.Out.WriteLine(JsonSerializer.Serialize(result, type));
}
