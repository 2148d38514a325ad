using System.CommandLine;
using System.Globalization;
using ImgCompress.Configuration;
using ImgCompress.Enqueuer.Estimating;
using ImgCompress.Enqueuer.Output;
using ImgCompress.Enqueuer.Reporting;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Platform;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary><c>estimate DIR</c>: tries a sample in memory, and says what the whole would save, take and cost.</summary>
internal sealed class EstimateCommand(CommandContext context)
{
    private const int MaxSample = 100_000;

    private readonly Argument<string> _directory = new("DIR")
    {
        HelpName = "DIR",
        Description = "The directory whose images would be resized",
    };

    private readonly RequestOptions _request = new();
    private readonly MachineOptions _machine = new();
    private readonly OutputOptions _output = new();

    private readonly Option<int> _sample = new("--sample")
    {
        Description = "About how many files are tried; more make it surer",
        HelpName = "N",
        DefaultValueFactory = _ => 40,
        CustomParser = result => RequestOptions.ParseInteger(result, "--sample", 1, MaxSample),
    };

    private readonly HtmlFileOption _file = new("Show what the sample came out like, before and after, in an HTML file; must end in .html");

    private readonly Option<int?> _seed = new("--seed")
    {
        Description = "Choose the same sample each time",
        HelpName = "N",
        CustomParser = result => RequestOptions.ParseInteger(result, "--seed", 0, int.MaxValue),
    };

    public Command Build()
    {
        _directory.CompletionSources.Add(CompletionCommand.Directories);
        var command = new Command(
            "estimate", "Say what a run would save, take and cost, by a random sample resized in memory; touches nothing")
        {
            _directory, _sample, _seed,
        };
        _file.AddTo(command);
        _machine.AddTo(command);
        _request.AddTo(command);
        _output.AddTo(command);
        command.SetAction(EstimateAsync);
        return command;
    }

    private async Task<int> EstimateAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var request = _machine.Apply(result, new()
        {
            Directory = FileRoot.Resolve(result.GetRequiredValue(_directory)),
            Output = _request.Output(result),
            Spec = _request.Spec(result),
            Options = _request.Options(result),
        });
        var random = result.GetValue(_seed) is { } seed ? new Random(seed) : context.Random;
        using var plan = await RunPlan.MakeAsync(request, context.Time, context.Random, cancellationToken);
        var notices = new Notices();
        var quiet = _output.Quiet(result);
        var estimator = new Estimator(request, plan, result.GetValue(_sample), context.Time, random)
        {
            Started = quiet ? null : (files, sampled) => notices.Add(WrappedLine.Of(
                $"Trying {Format.Count(sampled)} of {Format.Plural(files, "image")} in memory, {Format.Spec(request.Spec)} …")),
        };
        var work = Task.Run(() => estimator.EstimateAsync(cancellationToken), cancellationToken);
        var display = new Display(context.Error, notices, context.Time);
        await (quiet ? display.ShowNoticesAsync(work) : display.ShowAsync(work, () => estimator.Progress, ProgressDisplay.OfEstimate));
        var estimate = await work;
        if (_file.Value(result) is { } file)
        {
            await WriteAsync(file, estimator, estimate, request, cancellationToken);
        }

        if (_output.Json(result))
        {
            OutputOptions.PrintJson(estimate, OutputJson.Default.Estimate);
        }
        else
        {
            Print(estimate, request);
        }

        return ExitCode.Success;
    }

    private async Task WriteAsync(
        string file, Estimator estimator, Estimate estimate, RunRequest request, CancellationToken cancellationToken)
    {
        var comparisons = new List<Comparison>();
        foreach (var one in estimator.Shrunk)
        {
            if (comparisons.Count < Comparison.Most
                && await estimator.ResizeAsync(one, cancellationToken) is var (before, after)
                && Comparison.Of(one.File.Path.ToDisplay(), before, after) is { } comparison)
            {
                comparisons.Add(comparison);
            }
        }

        HtmlFileOption.Write(file, output => new EstimateReport(new(output), request.Spec, estimate, context.Time).Write(
            request.Directory, comparisons, CommandHint.Of("run", request.Directory)));
        context.Error.Write(WrappedLine.OfPath(Path.GetFullPath(file)));
        context.Error.WriteLine();
    }

    private void Print(Estimate estimate, RunRequest request)
    {
        var output = context.Out;
        if (estimate.Unchanged > 0)
        {
            output.WriteWrapped($"{Format.Plural(estimate.Unchanged, "file")} would be left alone: done before.");
        }

        if (estimate.Files == 0)
        {
            output.WriteWrapped("There is no image to resize.");
            return;
        }

        var after = new Ledger.Sizes(estimate.Bytes, estimate.Bytes - estimate.BytesSaved, 0, 0);
        output.WriteWrapped(
            $"{Format.Plural(estimate.Files, "image")}, {Format.Bytes(estimate.Bytes)}, {Format.Spec(request.Spec)}: "
            + $"about {Format.Saved(after)}, give or take {Format.Bytes(estimate.BytesSavedError)}.");
        output.WriteWrapped(
            $"  here         about {Format.Duration(TimeSpan.FromSeconds(estimate.Seconds))}, {estimate.Parallel} at a time");
        foreach (var mode in estimate.Aws.Modes)
        {
            var provisioned = mode.MebibytesPerSecond is { } rate ? $" ({rate:0} MiB/s for a day)" : "";
            output.WriteWrapped(
                $"  {mode.Mode,-13}about {Format.Duration(TimeSpan.FromSeconds(mode.Seconds))} on Lambda, {Format.Usd(mode.Usd)}, "
                + $"of it {Format.Usd(mode.EfsUsd)} for EFS{provisioned}");
        }

        output.WriteWrapped(
            $"  of all three: Lambda {Format.Usd(estimate.Aws.ComputeUsd)}, DynamoDB {Format.Usd(estimate.Aws.DynamoDbUsd)}, "
            + $"SQS {Format.Usd(estimate.Aws.SqsUsd)}");
        if (estimate.MonthlyUsd > 0)
        {
            output.WriteWrapped(
                $"  saves {Format.Usd(estimate.MonthlyUsd)} a month in EFS Standard; with elastic throughput it has paid after "
                + string.Create(CultureInfo.InvariantCulture, $"{estimate.PaybackMonths:0.0} months"));
        }

        if (estimate.Refused > 0)
        {
            output.WriteWrapped(
                $"{Format.Plural(estimate.Refused, "file")} of the {Format.Count(estimate.Sampled)} tried would fail or be skipped "
                + "(run --dry-run names them all).");
        }

        context.Error.WriteWrapped($"Prices: {estimate.Prices}. Lambda as the template sets it up. No image was touched.");
    }
}
