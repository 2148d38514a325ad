using System.CommandLine;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;
using ImgCompress.Worker.Imaging;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>run DIR</c>: a whole job here and now.</summary>
internal sealed class RunCommand
{
    private readonly Argument<string> _directory = new("DIR") { Description = "The directory whose images are resized" };
    private readonly RequestOptions _request = new();
    private readonly OutputOptions _output = new();

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done, and do nothing" };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "Images in work at a time",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
        CustomParser = result => RequestOptions.Whole(result, "--parallel", 1, 1024),
    };

    private readonly Option<long> _memory = new("--memory")
    {
        Description = "Bytes that the images in work may take together, e.g. 2G (default: six tenths of the machine's)",
        HelpName = "BYTES",
        CustomParser = result => RequestOptions.Size(result, "--memory"),
    };

    private readonly Option<long> _maxBytes = new("--max-bytes")
    {
        Description = $"Refuse files of more bytes (default {new ImageLimits().MaxBytes:N0})",
        HelpName = "BYTES",
        CustomParser = result => RequestOptions.Size(result, "--max-bytes"),
    };

    private readonly Option<long> _maxPixels = new("--max-pixels")
    {
        Description = $"Refuse images of more pixels, width × height × frames, before or after (default {new ImageLimits().MaxPixels:N0})",
        HelpName = "PIXELS",
        CustomParser = result => RequestOptions.Size(result, "--max-pixels"),
    };

    public Command Build()
    {
        var command = new Command("run", "Resize every image of a directory, in place, once")
        {
            _directory, _dryRun, _parallel, _memory, _maxBytes, _maxPixels,
        };
        _request.AddTo(command);
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
            Parallel = result.GetValue(_parallel),
            Memory = result.GetValue(_memory) is > 0 and var memory ? memory : RunRequest.DefaultMemory,
            Limits = limits with
            {
                MaxBytes = result.GetValue(_maxBytes) is > 0 and var bytes ? bytes : limits.MaxBytes,
                MaxPixels = result.GetValue(_maxPixels) is > 0 and var pixels ? pixels : limits.MaxPixels,
            },
        };
        return result.GetValue(_dryRun)
            ? DryRun.Print(request, _output.Json(result))
            : await RunAsync(request, _output.Json(result), _output.Quiet(result));
    }

    /// <summary>Runs a request with its display, and prints its summary.</summary>
    public static async Task<int> RunAsync(RunRequest request, bool json, bool quiet)
    {
        var notices = new Notices();
        using var interrupt = Interrupt.Listen(OutputOptions.Error, notices);
        var progress = new RunProgress(TimeProvider.System);
        var runner = new Runner(request, TimeProvider.System, new Random())
        {
            Started = quiet ? null : (job, cutOff) => Announce(notices, request, job, cutOff),
        };
        var run = Task.Run(() => runner.RunAsync(progress, interrupt.Token));
        var display = new Display(OutputOptions.Error, notices, TimeProvider.System);
        await (quiet
            ? display.ShowNoticesAsync(run)
            : display.ShowAsync(run, () => ProgressDisplay.Bar(progress.Look()), () => ProgressDisplay.Line(progress.Look())));
        var ended = await run;
        var interrupted = interrupt.Token.IsCancellationRequested && !ended.IsFinished;
        if (json)
        {
            OutputOptions.PrintJson(RunReport.Of(ended), OutputJson.Default.RunReport);
        }
        else if (!quiet || ended.Failures.Count > 0)
        {
            Summary.Print(OutputOptions.Out, ended, interrupted);
        }

        return interrupted ? ExitCode.Interrupted
            : ended.Failures.Count > 0 || ended.Submission.Busy.Count > 0 ? ExitCode.SomeFailed
            : ExitCode.Success;
    }

    private static void Announce(Notices notices, RunRequest request, JobRow job, IReadOnlySet<RelativePath> cutOff)
    {
        var where = request.Output is null ? $"in {request.Directory}" : $"from {request.Directory} into {request.Output}";
        notices.Add($"Resizing the images {where} {Format.Spec(job.Spec)}. [grey]Job {job.Id}[/]");
        if (job.Directory.Length > 0)
        {
            notices.Add($"[grey]It belongs to the ledger of a directory above, as '{job.Directory}'.[/]");
        }

        if (cutOff.Count > 0)
        {
            var names = string.Join(", ", cutOff.Order().Take(5).Select(path => path.ToDisplay()));
            notices.Add(
                $"[yellow]An earlier run was cut off; in work were, and come last now: {names}{(cutOff.Count > 5 ? ", …" : "")}[/]");
        }
    }
}
