using ImgCompress.Contracts;

namespace ImgCompress.Worker;

/// <param name="Message">Null where the body was no message.</param>
/// <param name="Ending">How its delivery ended.</param>
internal sealed record Delivered(JobMessage? Message, Ending Ending);
