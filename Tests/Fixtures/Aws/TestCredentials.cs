using Amazon.Runtime;

namespace ImgCompress.Tests.Fixtures.Aws;

/// <summary>What emulators take; with endpoints given by the environment, its own.</summary>
internal static class TestCredentials
{
    public static AWSCredentials? For(string service) =>
        Environment.GetEnvironmentVariable($"AWS_ENDPOINT_URL_{service}") is { Length: > 0 }
        && Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID") is { Length: > 0 }
            ? null
            : new BasicAWSCredentials("test", "test");
}
