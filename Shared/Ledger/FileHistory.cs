using System.Diagnostics.CodeAnalysis;
using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>
/// What jobs have made of a file since it was an original. As text, <c>4000x3000 2000x1500 scaled job=spec job=spec</c>: the two sizes
/// (<c>?</c> for one that was not recorded), <c>scaled</c> or <c>recoded</c>, and the specs, with <c>_</c> for their blanks.
/// </summary>
/// <param name="Original">The size before the first of these jobs; null: not recorded.</param>
/// <param name="Current">The size that the last one left; null: not recorded.</param>
/// <param name="IsScaled">
/// Whether any of them changed the size. Pixels are lost then, even if a later one came back to the first size.
/// </param>
/// <param name="Specs">
/// The first and the latest ones. A spec that was dropped is not known any more as one that was applied; that the file is scaled is.
/// </param>
public sealed record FileHistory(PixelSize? Original, PixelSize? Current, bool IsScaled, IReadOnlyList<AppliedSpec> Specs)
{
    /// <summary>How many specs are remembered of a file.</summary>
    public const int MaxSpecs = 12;

    private const string Unknown = "?";
    private const string Scaled = "scaled";
    private const string Recoded = "recoded";

    /// <summary>The history of a file after a job.</summary>
    /// <param name="before">What was known of it before; null: an original.</param>
    /// <param name="job">The job that made the new content of it.</param>
    /// <param name="from">Its size before.</param>
    /// <param name="to">Its size after.</param>
    public static FileHistory After(FileHistory? before, JobRow job, PixelSize from, PixelSize to)
    {
        var specs = new List<AppliedSpec>(before?.Specs ?? []) { new(job.Id, job.Spec.ToString()) };
        if (specs.Count > MaxSpecs)
        {
            specs.RemoveAt(1);
        }

        return new(before is null ? from : before.Original, to, before?.IsScaled is true || from != to, specs);
    }

    /// <summary>Of a file of which no more is known than a spec that was applied to it.</summary>
    public static FileHistory Of(string spec, JobId? job = null) => new(
        null, null, !ResizeSpec.TryParse(spec, out var known) || known.IsRelative, [new(job, spec)]);

    /// <summary>
    /// Whether what <paramref name="spec"/> asks for has been done to the file: by that spec, or, where it scales by a factor, by one that
    /// scales by the same, whatever its other options.
    /// </summary>
    public bool Has(ResizeSpec spec) => Specs.Any(applied => applied.Spec == spec.ToString()
        || (spec.IsRelative && ResizeSpec.TryParse(applied.Spec, out var other) && other.Scaling == spec.Scaling));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out FileHistory? history)
    {
        history = null;
        if (text.Split(' ') is not [var from, var to, Scaled or Recoded, .. var applied]
            || !TryParseSize(from, out var original) || !TryParseSize(to, out var current))
        {
            return false;
        }

        var specs = new List<AppliedSpec>();
        foreach (var one in applied)
        {
            if (one.Split('=', 2) is not [var job, var spec] || (job != Unknown && !JobId.TryParse(job, out _)))
            {
                return false;
            }

            specs.Add(new(JobId.TryParse(job, out var id) ? id : null, spec.Replace('_', ' ')));
        }

        history = new(original, current, text.Split(' ')[2] == Scaled, specs);
        return true;
    }

    public override string ToString() => string.Join(
        ' ',
        [
            Original?.ToString() ?? Unknown,
            Current?.ToString() ?? Unknown,
            IsScaled ? Scaled : Recoded,
            .. Specs.Select(applied => $"{applied.Job?.ToString() ?? Unknown}={applied.Spec.Replace(' ', '_')}"),
        ]);

    public bool Equals(FileHistory? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    private static bool TryParseSize(string text, out PixelSize? size)
    {
        size = PixelSize.TryParse(text, out var known) ? known : null;
        return size is not null || text == Unknown;
    }
}
