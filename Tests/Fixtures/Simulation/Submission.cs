using ImgCompress.Contracts;
using ImgCompress.Enqueuer.Running;

namespace ImgCompress.Tests.Fixtures.Simulation;

/// <summary>A job that somebody submits, again and again until it is.</summary>
internal sealed class Submission(Side side, ResizeSpec spec, JobOptions options)
{
    public Side Side => side;

    public JobRequest Request { get; } = new("", spec, options);

    public JobId? Job { get; set; }

    public bool IsDone { get; set; }

    /// <summary>Somebody else submits the same job.</summary>
    public Submission Again() => new(side, spec, options) { Job = Job };
}
