using ImgCompress.Contracts;

namespace ImgCompress.Ledger;

/// <summary>A spec by which a job made a file what it is.</summary>
/// <param name="Job">Null in a row of a version that did not record it.</param>
/// <param name="Spec">As <see cref="ResizeSpec.ToString"/> gives it.</param>
public sealed record AppliedSpec(JobId? Job, string Spec);
