namespace ImgCompress.Lambda;

/// <summary>Environment variables that Lambda sets.</summary>
public static class LambdaEnvironment
{
    /// <summary>Where the Runtime API is (<c>host:port</c>); set where this is a Lambda function.</summary>
    public const string RuntimeApiName = "AWS_LAMBDA_RUNTIME_API";
}
