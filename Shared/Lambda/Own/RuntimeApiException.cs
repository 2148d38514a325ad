namespace ImgCompress.Lambda.Own;

/// <summary>The Runtime API refused a request, or said something that cannot be understood.</summary>
public sealed class RuntimeApiException(string message) : Exception(message)
{
    /// <summary>The environment is broken and the process is to end.</summary>
    public bool IsFatal { get; init; }
}
