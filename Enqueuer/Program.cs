using System.CommandLine;
using System.CommandLine.Help;
using ImgCompress.Aws;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer;
using ImgCompress.Enqueuer.Commands;
using ImgCompress.Enqueuer.Function;
using ImgCompress.Files;
using ImgCompress.Lambda;
using Microsoft.Data.Sqlite;

if (Environment.GetEnvironmentVariable(LambdaHost.AddressName) is { Length: > 0 } address)
{
    return await SubmitFunction.ServeAsync(address);
}

var root = new RootCommand("Resizes every image of a directory in place, exactly once, whatever is killed on the way.")
{
    new DemoCommand().Build(),
    new RunCommand().Build(),
    new SubmitCommand().Build(),
    new JobsCommand().Build(),
    new StatusCommand().Build(),
    new FailuresCommand().Build(),
    new RedriveCommand().Build(),
    new CancelCommand().Build(),
    new InitCommand().Build(),
    new DoctorCommand().Build(),
};
var help = root.Options.OfType<HelpOption>().Single();
help.Action = new HelpWithExamples((HelpAction)help.Action!, Examples.ByCommand);

var parsed = root.Parse(args);
if (args.Length == 0)
{
    parsed = root.Parse("--help");
}

if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
{
    Console.Error.WriteLine($"img-compress: {parsed.Errors[0].Message}");
    Console.Error.WriteLine($"'img-compress {(parsed.CommandResult.Command is RootCommand ? "" : parsed.CommandResult.Command.Name + " ")}--help' says what there is.");
    return ExitCode.WrongUse;
}

try
{
    return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (OperationCanceledException)
{
    return ExitCode.Interrupted;
}
catch (Exception exception) when (exception is UsageException or SettingsException or AwsFaultException or FileFaultException or SqliteException or InvalidDataException)
{
    Console.Error.WriteLine($"img-compress: {exception.Message}");
    return ExitCode.WrongUse;
}
