using System.CommandLine;
using ImgCompress.Aws;
using ImgCompress.Configuration;
using ImgCompress.Engine.Hosting;
using ImgCompress.Engine.Polling;
using ImgCompress.Enqueuer.Commands;
using ImgCompress.Enqueuer.Function;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Files;
using ImgCompress.Lambda;
using ImgCompress.Ledger;
using Microsoft.Data.Sqlite;

NativeHeap.SetUp();
if (Environment.GetEnvironmentVariable(LambdaEnvironment.RuntimeApiName) is { Length: > 0 } address)
{
    return await SubmitFunction.ServeAsync(address);
}

var context = CommandContext.Create();
var root = CommandLine.Build(context);
var words = CommandLine.Words(args);
var parsed = CommandLine.Parse(root, words);
var problems = CommandLine.Problems(parsed, words);
if (problems.Count > 0)
{
    foreach (var problem in problems)
    {
        context.Error.WriteWrapped($"img-compress: {problem}");
    }

    var command = parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
    context.Error.WriteWrapped($"See '{CommandHint.Program} {command}--help'.");
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
    context.Error.WriteWrapped($"img-compress: {exception.Message}");
    return ExitCode.Failed;
}
catch (Exception exception) when (
    exception is UsageException or ForeignRootException or AwsFaultException or FileFaultException or SqliteException
        or InvalidDataException)
{
    context.Error.WriteWrapped($"img-compress: {exception.Message}");
    return ExitCode.WrongUse;
}
