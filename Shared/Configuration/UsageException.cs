namespace ImgCompress.Configuration;

/// <summary>Wrong use or configuration (<see cref="ExitCode.WrongUse"/>): one sentence that names the value and what it may be.</summary>
public sealed class UsageException(string message) : Exception(message);
