using System.CommandLine;
using System.CommandLine.Help;
using ImgCompress.Aws;
using ImgCompress.Configuration;
using ImgCompress.Engine.Polling;
using ImgCompress.Enqueuer.Commands;
using ImgCompress.Enqueuer.Function;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Lambda;
using ImgCompress.Ledger;
using Microsoft.Data.Sqlite;

if (Environment.GetEnvironmentVariable(LambdaEnvironment.RuntimeApiName) is { Length: > 0 } address)
{
    return await SubmitFunction.ServeAsync(address);
}

var context = CommandContext.Create();
var root = new RootCommand("Resizes every image of a directory in place, exactly once, whatever is killed on the way.")
{
    new DemoCommand(context).Build(),
    new EstimateCommand(context).Build(),
    new RunCommand(context).Build(),
    new SubmitCommand(context).Build(),
    new JobsCommand(context).Build(),
    new StatusCommand(context).Build(),
    new FailuresCommand(context).Build(),
    new ResultsCommand(context).Build(),
    new ReportCommand(context).Build(),
    new RedriveCommand(context).Build(),
    new PauseCommand(context).Build(),
    new ResumeCommand(context).Build(),
    new CancelCommand(context).Build(),
    new ReconcileCommand(context).Build(),
    new RestoreCommand(context).Build(),
    new VerifyCommand(context).Build(),
    new KeepCommand(context).Build(),
    new AdoptCommand(context).Build(),
    new InitCommand(context).Build(),
    new DoctorCommand(context).Build(),
    new CompletionCommand(context).Build(),
    new CompletionCommand(context).BuildHidden(),
};
CommandLine.Check(root);
var help = root.Options.OfType<HelpOption>().Single();
help.Action = new HelpWithExamples((HelpAction)help.Action!, Examples.ByCommand);

var parsed = root.Parse(args);
if (args.Length == 0)
{
    parsed = root.Parse("--help");
}

if (parsed.Errors.Count > 0 && parsed.Action is not HelpWithExamples)
{
    foreach (var problem in CommandLine.Problems(parsed))
    {
        Console.Error.WriteLine($"img-compress: {problem}");
    }

    var command = parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
    Console.Error.WriteLine($"See 'img-compress {command}--help'.");
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
catch (Exception exception) when (exception is SubmissionException or HungDeliveryException)
{
    Console.Error.WriteLine($"img-compress: {exception.Message}");
    return ExitCode.Failed;
}
catch (Exception exception) when (
    exception is UsageException or ForeignRootException or AwsFaultException or FileFaultException or SqliteException
        or InvalidDataException)
{
    Console.Error.WriteLine($"img-compress: {exception.Message}");
    return ExitCode.WrongUse;
}
