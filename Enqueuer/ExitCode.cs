namespace ImgCompress.Enqueuer;

internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>The job ended, and some files failed.</summary>
    public const int SomeFailed = 1;

    /// <summary>Wrong use or configuration: nothing was begun.</summary>
    public const int WrongUse = 2;

    /// <summary>Interrupted; the same command goes on.</summary>
    public const int Interrupted = 130;
}
