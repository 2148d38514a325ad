namespace ImgCompress.Configuration;

/// <summary>The exit codes of both programs.</summary>
public static class ExitCode
{
    public const int Success = 0;

    /// <summary>Files failed, or a fault of a service broke the job off; nothing is lost, and the same command resumes it.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use or configuration: nothing was done.</summary>
    public const int WrongUse = 2;

    /// <summary>Interrupted; the same command resumes the job.</summary>
    public const int Interrupted = 130;
}
