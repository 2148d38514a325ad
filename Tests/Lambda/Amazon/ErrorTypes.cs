namespace ImgCompress.Tests.Lambda;

/// <summary>What the header <c>Lambda-Runtime-Function-Error-Type</c> says of an exception.</summary>
internal static class ErrorTypes
{
    public static string? OfAnInvocation(string exception) => exception;

    public static string? OfTheInitialization(string _) => null;
}
