using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Platform;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>run DIR</c>: a whole job here and now.</summary>
internal sealed class RunCommand(CommandContext context)
{
    private readonly Argument<string> _directory = new("DIR") { HelpName = "DIR", Description = "The directory whose images are resized" };
    private readonly RequestOptions _request = new();
    private readonly MachineOptions _machine = new();
    private readonly OutputOptions _output = new();
    private readonly StrictOption _strict = new();

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done, and do nothing" };

    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask before the first run in place on a directory" };

    public Command Build()
    {
        _directory.CompletionSources.Add(CompletionCommand.Directories);
        var command = new Command("run", "Resize every image of a directory, in place, once")
        {
            _directory, _dryRun, _yes,
        };
        _machine.AddTo(command);
        _request.AddTo(command);
        _strict.AddTo(command);
        _output.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var request = _machine.Apply(result, new()
        {
            Directory = FileRoot.Resolve(result.GetRequiredValue(_directory)),
            Output = _request.Output(result) is { } output ? FileRoot.Resolve(output) : null,
            Spec = _request.Spec(result),
            Options = _request.Options(result),
            FailureLimit = _request.MaxFailures(result),
        });
        if (request.Output is null && !_request.TakesProtectedDirectories(result))
        {
            ProtectedDirectory.Refuse(request.Directory, Machine.Here(), mounts: true);
        }

        if (result.GetValue(_dryRun))
        {
            var report = await new DryRun(context, request, _output.Json(result)).PrintAsync(cancellationToken);
            return report.LeftOut > 0 ? ExitCode.Failed : _strict.ExitCodeOf(result, report.Failed, report.Skipped);
        }

        if (!result.GetValue(_yes) && !new FirstRunQuestion(context).MayGoOn(request))
        {
            return ExitCode.Interrupted;
        }

        var (ended, interrupted) = await new ConsoleRun(context).RunAsync(request, _output.Json(result), _output.Quiet(result));
        return interrupted ? ExitCode.Interrupted
            : ended.Job.Paused is not null ? ExitCode.Failed
            : ended.Submission.BusyFiles > 0 || ended.Submission.TooLong is not null ? ExitCode.Failed
            : _strict.ExitCodeOf(result, ended.Counts.Failed, ended.Counts.Skipped);
    }
}
