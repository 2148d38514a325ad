using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ImgCompress.Contracts;

/// <summary>
/// How many files of a job may fail before it is paused, as <c>--max-failures</c> takes it: a number, or a part of those that have ended,
/// <c>5%</c>. Skipped files are not failed ones.
/// </summary>
/// <param name="Value">The number, at least 0; or the percentage, 0 to 100.</param>
/// <param name="IsPercentage">Whether it is one.</param>
public sealed record FailureLimit(int Value, bool IsPercentage)
{
    public const string Form = "a whole number from 0, or a percentage from 0% to 100%";

    /// <summary>A percentage is of so many files at least, so that not the first failed one of a large job is all of them.</summary>
    private const int LeastFiles = 100;

    public static bool TryParse(string? text, [NotNullWhen(true)] out FailureLimit? limit)
    {
        var isPercentage = text?.EndsWith('%') is true;
        limit = int.TryParse(isPercentage ? text![..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && (!isPercentage || value <= 100)
            ? new(value, isPercentage)
            : null;
        return limit is not null;
    }

    /// <summary>Whether more have failed than may.</summary>
    /// <param name="failed">Files that have failed.</param>
    /// <param name="ended">Files that have ended, the failed ones included.</param>
    /// <param name="total">All files of the job; null: not known yet.</param>
    public bool IsExceeded(long failed, long ended, long? total) => IsPercentage
        ? failed * 100 > Value * Math.Max(ended, Math.Min(LeastFiles, total ?? LeastFiles))
        : failed > Value;

    public override string ToString() => IsPercentage ? $"{Value}%" : $"{Value}";
}
