namespace ImgCompress.Configuration;

/// <summary>Wrong use or configuration: one sentence that names the value and what it may be. The exit code is <see cref="ExitCode.WrongUse"/>.</summary>
public sealed class UsageException(string message) : Exception(message);
