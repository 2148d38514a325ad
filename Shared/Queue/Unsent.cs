namespace ImgCompress.Queue;

/// <summary>A message that the queue did not take, and why.</summary>
public sealed record Unsent(OutgoingMessage Message, string Reason);
