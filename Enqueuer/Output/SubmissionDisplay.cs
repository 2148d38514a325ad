using ImgCompress.Enqueuer.Running;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>Shows a submission while it runs: how many files have been enqueued.</summary>
internal sealed class SubmissionDisplay(IAnsiConsole console, TimeProvider time)
{
    private static readonly TimeSpan LiveInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PlainInterval = TimeSpan.FromSeconds(10);

    public async Task ShowAsync(SubmissionProgress progress, Task submission, bool quiet)
    {
        if (!quiet && ProgressDisplay.IsLive(console))
        {
            await console.Live(new Text("")).AutoClear(true).StartAsync(async context =>
            {
                while (!await ProgressDisplay.EndsWithinAsync(submission, LiveInterval, time))
                {
                    context.UpdateTarget(new Text(Line(progress)));
                }
            });
        }

        while (!quiet && !await ProgressDisplay.EndsWithinAsync(submission, PlainInterval, time))
        {
            console.WriteLine(Line(progress));
        }

        await submission;
    }

    private static string Line(SubmissionProgress progress) =>
        $"{Format.Count(progress.Open)} files enqueued ({Format.Bytes(progress.OpenBytes)})";
}
