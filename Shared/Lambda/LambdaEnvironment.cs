namespace ImgCompress.Lambda;

/// <summary>What Lambda says to a function by its environment.</summary>
public static class LambdaEnvironment
{
    /// <summary>Where the Runtime API is (<c>host:port</c>); set where this is a Lambda function.</summary>
    public const string RuntimeApiName = "AWS_LAMBDA_RUNTIME_API";
}
