namespace ImgCompress.Enqueuer.Running;

/// <summary>A submission broke off at a fault of the queue. What was enqueued stays, and the same job goes on from there.</summary>
internal sealed class SubmissionException(string message) : Exception(message);
