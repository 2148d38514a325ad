using ImgCompress.Contracts;

namespace ImgCompress.Enqueuer.Running;

/// <summary>What a job is asked to do.</summary>
/// <param name="Directory">Where results go, below the root; empty: the root.</param>
/// <param name="Spec">What is done to each image.</param>
/// <param name="Options">Which files, and how they are treated.</param>
internal sealed record JobRequest(string Directory, ResizeSpec Spec, JobOptions Options);
