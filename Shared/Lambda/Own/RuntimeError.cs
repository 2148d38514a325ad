namespace ImgCompress.Lambda.Own;

/// <summary>An error as the Runtime API takes it.</summary>
public sealed record RuntimeError(string ErrorType, string ErrorMessage, IReadOnlyList<string> StackTrace)
{
    private const int LongestMessage = 2000;

    public static RuntimeError Of(Exception exception) => new(
        exception.GetType().Name,
        exception.Message.Length > LongestMessage ? exception.Message[..LongestMessage] : exception.Message,
        exception.StackTrace?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []);
}
