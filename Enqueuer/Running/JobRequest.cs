using ImgCompress.Contracts;

namespace ImgCompress.Enqueuer.Running;

/// <summary>What a job is asked to do.</summary>
/// <param name="Directory">The directory that results go to, below the root; empty: the root.</param>
/// <param name="Spec">What is done to each image.</param>
/// <param name="Options">Which files the job takes, and how it treats them.</param>
internal sealed record JobRequest(string Directory, ResizeSpec Spec, JobOptions Options);
