namespace ImgCompress.Contracts;

/// <summary>A message's JSON, before it is checked; <see cref="JobMessage"/> is what comes of it.</summary>
/// <param name="V">The version of the message's form; <see cref="JobMessage.Version"/> is the one that is read.</param>
/// <param name="Job">The job's id.</param>
/// <param name="Path">The file's path below the root.</param>
/// <param name="Redrive">The epoch of the failure that a redriven message undoes; null in any other.</param>
public sealed record WireMessage(int V, string? Job, string? Path, long? Redrive);
