using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>A file as the last job that completed it left it.</summary>
/// <param name="Spec">As <see cref="ResizeSpec.ToString"/> gives it.</param>
/// <param name="Content">The file's content.</param>
/// <param name="Source">
/// The content that the file's own was made of; null where they are the same. (A version before this left it out for jobs in place.)
/// </param>
/// <param name="Identity">The file's recorded identity; null where a scan may not settle it.</param>
/// <param name="History">What jobs have made of the file; null: it is an original still.</param>
public sealed record LastResult(string Spec, Fingerprint Content, Fingerprint? Source, string? Identity, FileHistory? History)
{
    /// <summary>The text in which both ledgers store a history that is null, as it is not in rows that have none recorded.</summary>
    public const string NoHistory = "-";
}
