using ImgCompress.Enqueuer.Estimating;
using ImgCompress.Enqueuer.Running;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Output;

/// <summary>How the progress of each kind of work is shown.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Hardly = TimeSpan.FromSeconds(0.1);
    private static readonly Style Red = new(Color.Red);
    private static readonly Style Yellow = new(Color.Yellow);

    /// <summary>A run.</summary>
    public static readonly ProgressView<ProgressSnapshot> OfRun = new(
        Files,
        now => now.PartOfJob,
        [
            new(0, new BarColumn()),
            new(5, new PercentageColumn()),
            new(0, new TaskDescriptionColumn()),
            new(4, new FigureColumn<ProgressSnapshot>(now => $"{now.MegapixelsPerSecond:0} MP/s")),
            new(3, new FigureColumn<ProgressSnapshot>(Saved)),
            new(2, new FigureColumn<ProgressSnapshot>(now => Failed(now.Failed), _ => Red)),
            new(1, new FigureColumn<ProgressSnapshot>(Left)),
        ],
        Line);

    /// <summary>An estimate.</summary>
    public static readonly ProgressView<EstimateProgress> OfEstimate = new(
        Files,
        now => now.Chosen > 0 ? (double)now.Tried / now.Chosen : 0,
        [new(0, new SpinnerColumn()), new(1, new BarColumn()), new(0, new TaskDescriptionColumn())],
        Files);

    /// <summary>What has come so far of work whose end nobody knows, as a sentence.</summary>
    public static readonly ProgressView<string> SoFar = new(
        done => done, _ => 0, [new(0, new SpinnerColumn()), new(0, new TaskDescriptionColumn())], done => done);

    /// <summary>A job that workers elsewhere work on.</summary>
    public static readonly ProgressView<WatchedJob> OfWatchedJob = new(
        Files,
        now => now.Part,
        [
            new(0, new BarColumn()),
            new(5, new PercentageColumn()),
            new(0, new TaskDescriptionColumn()),
            new(4, new FigureColumn<WatchedJob>(Rate)),
            new(3, new FigureColumn<WatchedJob>(Messages)),
            new(2, new FigureColumn<WatchedJob>(now => Failed(now.Counts.Failed), _ => Red)),
            new(1, new FigureColumn<WatchedJob>(Left, now => now.StandsStill ? Red : now.Silence is null ? Style.Plain : Yellow)),
        ],
        now => string.Join(
            ", ", new[] { Files(now), Rate(now), Messages(now), Failed(now.Counts.Failed), Left(now) }.Where(part => part.Length > 0)));

    /// <summary>How far a submission is: how many files have been enqueued.</summary>
    public static string Enqueued(SubmissionProgress progress) =>
        $"{Format.Count(progress.Open)} files enqueued ({Format.Bytes(progress.OpenBytes)})";

    private static string Line(ProgressSnapshot now)
    {
        var left = now.TimeLeft is { } rest ? $", about {Format.Duration(rest)} left" : "";
        return $"{Files(now)}, {now.MegapixelsPerSecond:0} megapixels/s, "
            + $"{Saved(now)}, {Format.Count(now.Failed)} failed{left}";
    }

    /// <summary>Of the job, whichever run has ended them.</summary>
    private static string Files(ProgressSnapshot now) =>
        $"{Format.Count(now.EndedBefore + now.Ended)}/{Format.Count(now.EndedBefore + now.Open)}{(now.IsSealed ? "" : "+")} files";

    /// <summary>Results that take more than the originals, as after up-scaling, have grown and not saved less than nothing.</summary>
    private static string Saved(ProgressSnapshot now) => now.BytesSaved >= 0
        ? $"{Format.Bytes(now.BytesSaved)} saved"
        : $"grown by {Format.Bytes(-now.BytesSaved)}";

    private static string Left(ProgressSnapshot now) =>
        !now.IsSealed ? "still scanning" : now.TimeLeft is { } rest && rest > Hardly ? $"{Format.Duration(rest)} left" : "";

    private static string Files(EstimateProgress now) => now.Chosen > 0
        ? $"{Format.Count(now.Tried)}/{Format.Count(now.Chosen)} images tried"
        : $"{Format.Plural(now.Found, "image")} found";

    private static string Files(WatchedJob now) =>
        $"{Format.Count(now.Counts.Ended)}/{(now.Total is { } total ? Format.Count(total) : "?")} files";

    private static string Rate(WatchedJob now) => now.FilesPerSecond is > 0 and var rate ? $"{Format.Rate(rate)} files/s" : "";

    private static string Messages(WatchedJob now) => $"{Format.Count(now.Waiting)} waiting, {Format.Count(now.InFlight)} in flight";

    private static string Failed(long files) => files > 0 ? $"{Format.Count(files)} failed" : "";

    private static string Left(WatchedJob now) => now switch
    {
        { StandsStill: true } => "no message left",
        { Silence: { } silence } => $"none ended for {Format.Duration(silence)}",
        { TimeLeft: { } rest } => $"{Format.Duration(rest)} left",
        _ => "",
    };
}
