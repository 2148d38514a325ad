using ImgCompress.Files;

namespace ImgCompress.Enqueuer.Estimating;

/// <summary>Files that are alike, and those of them that are tried.</summary>
/// <param name="Kind">The group, by the names' extension, whose strata share a ratio.</param>
/// <param name="Files">How many there are, at least 1.</param>
/// <param name="Sample">Those that are tried, at least 1; with two, their spread tells how sure the estimate is.</param>
internal sealed record Stratum(string Kind, int Files, IReadOnlyList<ScannedFile> Sample);
