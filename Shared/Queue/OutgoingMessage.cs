using ImgCompress.Contracts;

namespace ImgCompress.Queue;

/// <param name="Message">What is sent.</param>
/// <param name="Weight">The file's bytes; where the queue can, the heaviest is delivered first.</param>
public sealed record OutgoingMessage(JobMessage Message, long Weight);
