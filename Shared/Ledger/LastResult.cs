using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>A file as the last job that completed it left it.</summary>
/// <param name="Spec">As <see cref="ResizeSpec.ToString"/> gives it.</param>
/// <param name="Content">The file's content.</param>
/// <param name="Source">The original's content, where it is another file (<see cref="JobOptions.Source"/>); else null.</param>
/// <param name="Identity">The file's recorded identity; null where a scan may not settle it.</param>
public sealed record LastResult(string Spec, Fingerprint Content, Fingerprint? Source, string? Identity);
