namespace ImgCompress.Enqueuer;

/// <summary>Wrong use or configuration: one clear sentence, for exit code 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
