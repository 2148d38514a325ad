using System.Text.Json.Serialization;
using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Running;
using ImgCompress.Ledger;

namespace ImgCompress.Enqueuer.Output;

/// <summary>A job as <c>--json</c> prints it. Bytes are of files, pixels of all their frames; seconds are of this run.</summary>
internal sealed record RunReport(
    string Job, string State, long? Total, long Done, long Unchanged, long Kept, long Failed,
    long BytesIn, long BytesOut, long PixelsIn, double? Seconds, IReadOnlyList<FailureReport>? Failures)
{
    public static RunReport Of(RunResult result) => Of(result.Job, result.Counts) with
    {
        Seconds = Math.Round(result.Progress.Elapsed.TotalSeconds, 3),
        Failures = [.. result.Failures.Select(FailureReport.Of)],
    };

    public static RunReport Of(JobRow job, Counts counts) => new(
        job.Id.ToString(), StateOf(job, counts), job.Total, counts.Done, counts.Unchanged, counts.Kept, counts.Failed,
        counts.Sizes.BytesIn, counts.Sizes.BytesOut, counts.Sizes.PixelsIn, null, null);

    /// <summary><c>finished</c>, <c>unfinished</c> (running, or interrupted), <c>cancelled</c>.</summary>
    public static string StateOf(JobRow job, Counts counts) =>
        job.State == JobState.Cancelled ? "cancelled" : job.IsFinished(counts) ? "finished" : "unfinished";
}

/// <summary>A failed file as <c>--json</c> prints it. A byte of its name that is no UTF-8 is printed as <c>\xNN</c>.</summary>
internal sealed record FailureReport(string Path, string Reason, string Detail)
{
    public static FailureReport Of(FileRow row) =>
        new(row.Path.IsUtf8 ? row.Path.Value : row.Path.ToDisplay(), row.Failure?.Reason.ToName() ?? "", row.Failure?.Detail ?? "");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true)]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(IReadOnlyList<RunReport>))]
[JsonSerializable(typeof(IReadOnlyList<FailureReport>))]
[JsonSerializable(typeof(DryRunReport))]
[JsonSerializable(typeof(RedriveReport))]
internal sealed partial class OutputJson : JsonSerializerContext;
