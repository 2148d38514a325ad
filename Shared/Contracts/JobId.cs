using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace ImgCompress.Contracts;

/// <summary>Names a job: its UTC start and six random letters, e.g. <c>20260131-142530-kqzmwt</c>; sorts by time.</summary>
public readonly record struct JobId
{
    private const string Letters = "abcdefghijkmnpqrstuvwxyz";

    private readonly string? _value;

    private JobId(string value) => _value = value;

    public static JobId Create(TimeProvider time, Random random)
    {
        var tail = string.Create(6, random, static (span, r) =>
        {
            foreach (ref var c in span)
            {
                c = Letters[r.Next(Letters.Length)];
            }
        });
        return new(time.GetUtcNow().ToString("yyyyMMdd-HHmmss-", CultureInfo.InvariantCulture) + tail);
    }

    /// <summary>Takes 1 to 64 of a–z, 0–9 and '-'.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out JobId job)
    {
        var fits = text is { Length: >= 1 and <= 64 } && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-');
        job = fits ? new(text!) : default;
        return fits;
    }

    /// <summary>Whether a text has the form that <see cref="Create"/> gives.</summary>
    public static bool IsCreated(string text) =>
        text.Length == 22 && text[8] == '-' && text[15] == '-' && TryParse(text, out _)
        && text.AsSpan(0, 8).IndexOfAnyExceptInRange('0', '9') < 0 && text.AsSpan(9, 6).IndexOfAnyExceptInRange('0', '9') < 0;

    public override string ToString() => _value ?? "";
}
