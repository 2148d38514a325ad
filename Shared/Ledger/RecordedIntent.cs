using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>
/// The content of one claim's temp file, recorded before the rename. As text, <c>epoch=content&lt;replaced=spec</c>, the spec with
/// <c>_</c> for its blanks; several are separated by blanks.
/// </summary>
/// <param name="Epoch">The claim's.</param>
/// <param name="Content">What the file holds once the temp file has been renamed over it.</param>
/// <param name="Spec">As <see cref="ResizeSpec.ToString"/> gives it; null in a row of a version that did not record it.</param>
/// <param name="Replaced">What the file held that it replaces; null where there was none, or that was not recorded.</param>
public sealed record RecordedIntent(long Epoch, Fingerprint Content, string? Spec, Fingerprint? Replaced = null)
{
    /// <summary>The one text in which both ledgers store the intents of an item; empty for none.</summary>
    public static string ToText(IEnumerable<RecordedIntent> intents) => string.Join(' ', intents);

    /// <summary>Reads what <see cref="ToText"/> wrote.</summary>
    public static bool TryParseAll(string text, [NotNullWhen(true)] out IReadOnlyList<RecordedIntent>? intents)
    {
        intents = null;
        var read = new List<RecordedIntent>();
        foreach (var part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            Fingerprint? replaced = null;
            if (part.Split('=', 3) is not [var epoch, var contents, .. var spec]
                || !long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || contents.Split('<', 2) is not [var content, .. var before]
                || !Fingerprint.TryParse(content, out var fingerprint)
                || (before.Length > 0 && !Fingerprint.TryParse(before[0], out replaced)))
            {
                return false;
            }

            read.Add(new(number, fingerprint, spec.Length > 0 ? spec[0].Replace('_', ' ') : null, replaced));
        }

        intents = read;
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Epoch}={Content}{(Replaced is null ? "" : $"<{Replaced}")}{(Spec is null ? "" : $"={Spec.Replace(' ', '_')}")}");
}
