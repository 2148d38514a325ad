namespace ImgCompress.Configuration;

/// <summary>What both programs answer to the shell.</summary>
public static class ExitCode
{
    public const int Success = 0;

    /// <summary>The job ended with failed files, or broke off at a fault of a service; nothing is lost, and the same command goes on.</summary>
    public const int Failed = 1;

    /// <summary>Wrong use or configuration: nothing was begun.</summary>
    public const int WrongUse = 2;

    /// <summary>Interrupted; the same command goes on.</summary>
    public const int Interrupted = 130;
}
