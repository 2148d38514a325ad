using ImgCompress.Files;

namespace ImgCompress.Enqueuer.Running;

/// <summary>Files that are enqueued together.</summary>
/// <param name="Files">At least one, in the order of the scan.</param>
/// <param name="TooLong">Files whose paths are too long that the scan left out on the way here.</param>
internal sealed record ScannedBatch(IReadOnlyList<ScannedFile> Files, long TooLong);
