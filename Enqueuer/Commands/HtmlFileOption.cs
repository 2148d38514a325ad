using System.CommandLine;
using ImgCompress.Configuration;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>--out FILE</c>: an HTML file that is written. Nothing else is written over by a slip.</summary>
internal sealed class HtmlFileOption(string description)
{
    private readonly Option<string?> _file = new("--out", "-o") { Description = description, HelpName = "FILE" };

    public void AddTo(Command command)
    {
        _file.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { Length: > 0 } file }] && Path.GetExtension(file).ToUpperInvariant() is not (".HTML" or ".HTM"))
            {
                result.AddError($"--out is '{file}'; it must end in .html");
            }
        });
        command.Options.Add(_file);
    }

    /// <summary>Null: none is given.</summary>
    public string? Value(ParseResult result) => result.GetValue(_file);

    /// <exception cref="UsageException">It cannot be written.</exception>
    public static void Write(string file, Action<TextWriter> write)
    {
        try
        {
            using var output = new StreamWriter(file);
            write(output);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"cannot write '{file}': {exception.Message}");
        }
    }
}
