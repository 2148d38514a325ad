namespace ImgCompress.Ledger;

/// <summary>
/// A slip must not cost a picture: what has been scaled is scaled once more only where that is asked for by name. A spec that scales by a
/// factor has been carried out where an earlier one scaled by the same, whatever else it asks for; a factor of 1 never scales. And no job
/// works on what it has made itself, whatever became of the file's row in between.
/// </summary>
public static class RepetitionRule
{
    /// <param name="job">A job in place.</param>
    /// <param name="lastSpec">The spec of the last job that ended the file well; null where none is recorded.</param>
    /// <param name="history">What jobs have made of the file; null: it is an original.</param>
    public static Repetition Of(JobRow job, string? lastSpec, FileHistory? history)
    {
        var (spec, options) = (job.Spec, job.Options);
        var isOwn = history?.Specs.Any(applied => applied.Job == job.Id) is true;
        var hasBeenDone = lastSpec == spec.ToString() || history?.Has(spec) is true;
        return isOwn ? Repetition.Unchanged
            : options.Again ? Repetition.Work
            : hasBeenDone && !options.Force ? Repetition.Unchanged
            : spec.IsRelative && history is { IsScaled: true } ? Repetition.ScalesAgain
            : Repetition.Work;
    }
}
