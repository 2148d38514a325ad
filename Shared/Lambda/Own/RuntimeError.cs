namespace ImgCompress.Lambda.Own;

/// <summary>An error as the Runtime API takes it.</summary>
/// <param name="ErrorType">The exception's type, without its namespace.</param>
/// <param name="ErrorMessage">At most 2,000 characters.</param>
/// <param name="StackTrace">One frame each; empty where there is none.</param>
public sealed record RuntimeError(string ErrorType, string ErrorMessage, IReadOnlyList<string> StackTrace)
{
    private const int MaxMessage = 2000;

    public static RuntimeError Of(Exception exception) => new(
        exception.GetType().Name,
        exception.Message.Length > MaxMessage ? exception.Message[..MaxMessage] : exception.Message,
        exception.StackTrace?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []);
}
