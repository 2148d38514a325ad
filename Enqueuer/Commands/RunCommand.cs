using System.CommandLine;
using ImgCompress.Configuration;
using ImgCompress.Engine.Imaging;
using ImgCompress.Enqueuer.Running;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>run DIR</c>: a whole job here and now.</summary>
internal sealed class RunCommand(CommandContext context)
{
    private readonly Argument<string> _directory = new("DIR") { Description = "The directory whose images are resized" };
    private readonly RequestOptions _request = new();
    private readonly OutputOptions _output = new();
    private readonly StrictOption _strict = new();

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done, and do nothing" };

    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask before the first run in place on a directory" };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "Images in progress at a time",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = result => RequestOptions.ParseInteger(result, "--parallel", 1, 1024),
    };

    private readonly Option<long> _memory = new("--memory")
    {
        Description = "Bytes that the images in progress may take together, e.g. 2G (default: six tenths of the machine's)",
        HelpName = "BYTES",
        CustomParser = result => RequestOptions.ParseSize(result, "--memory"),
    };

    private readonly Option<long> _maxBytes = new("--max-bytes")
    {
        Description = $"Refuse files of more bytes (default {new ImageLimits().MaxBytes:N0})",
        HelpName = "BYTES",
        CustomParser = result => RequestOptions.ParseSize(result, "--max-bytes"),
    };

    private readonly Option<long> _maxPixels = new("--max-pixels")
    {
        Description = "Refuse images of more pixels, width × height × frames, before or after "
            + $"(default {new ImageLimits().MaxPixels:N0})",
        HelpName = "PIXELS",
        CustomParser = result => RequestOptions.ParseSize(result, "--max-pixels"),
    };

    public Command Build()
    {
        var command = new Command("run", "Resize every image of a directory, in place, once")
        {
            _directory, _dryRun, _yes, _parallel, _memory, _maxBytes, _maxPixels,
        };
        _request.AddTo(command);
        _strict.AddTo(command);
        _output.AddTo(command);
        command.SetAction(async (result, _) => await RunAsync(result));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        var limits = new ImageLimits();
        var request = new RunRequest
        {
            Directory = result.GetRequiredValue(_directory),
            Output = _request.Output(result),
            Spec = _request.Spec(result),
            Options = _request.Options(result),
            FailureLimit = _request.MaxFailures(result),
            Parallel = result.GetValue(_parallel),
            Memory = result.GetValue(_memory) is > 0 and var memory ? memory : RunRequest.DefaultMemory,
            Limits = limits with
            {
                MaxBytes = result.GetValue(_maxBytes) is > 0 and var bytes ? bytes : limits.MaxBytes,
                MaxPixels = result.GetValue(_maxPixels) is > 0 and var pixels ? pixels : limits.MaxPixels,
            },
        };
        if (request.Output is null && !_request.TakesProtectedDirectories(result))
        {
            ProtectedDirectory.Refuse(request.Directory, Machine.Here(), mounts: true);
        }

        if (result.GetValue(_dryRun))
        {
            var report = DryRun.Print(context, request, _output.Json(result));
            return _strict.ExitCodeOf(result, report.Failed, report.Skipped);
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
