using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace ImgCompress.Aws;

/// <summary>What an exception of the SDK means: whether asking again may help, and if not, the sentence for it.</summary>
internal static class AwsFaults
{
    private static readonly HashSet<string> Throttles = new(StringComparer.Ordinal)
    {
        "ProvisionedThroughputExceededException", "ProvisionedThroughputExceeded", "ThrottlingException", "ThrottlingError", "Throttling",
        "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException", "TooManyRequestsException", "KmsThrottled",
        "TransactionConflictException", "TransactionConflict", "TransactionInProgressException", "OverLimit",
    };

    private static readonly HashSet<string> Rejected = new(StringComparer.Ordinal)
    {
        "UnrecognizedClientException", "InvalidClientTokenId", "SignatureDoesNotMatch", "InvalidSignatureException", "ExpiredToken",
        "ExpiredTokenException", "IncompleteSignature", "IncompleteSignatureException", "MissingAuthenticationToken",
        "MissingAuthenticationTokenException", "AuthFailure", "InvalidAccessKeyId",
    };

    private static readonly HashSet<string> Denied = new(StringComparer.Ordinal)
    {
        "AccessDenied", "AccessDeniedException", "AuthorizationError", "KmsAccessDenied", "KMS.AccessDeniedException",
    };

    private static readonly HashSet<string> Absent = new(StringComparer.Ordinal)
    {
        "ResourceNotFoundException", "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExistException",
    };

    /// <summary>How a call ended that threw <paramref name="exception"/>; null where asking again would not help.</summary>
    public static RetryReason? Retry(Exception exception) => exception switch
    {
        // Each reason that is not "None" has to be one that passes; a failed condition among them is an answer.
        TransactionCanceledException cancelled when cancelled.CancellationReasons is { Count: > 0 } reasons =>
            reasons.All(reason => reason.Code is null or "None" || Throttles.Contains(reason.Code)) ? RetryReason.NotApplied : null,
        AmazonServiceException { ErrorCode: { } code } when Throttles.Contains(code) => RetryReason.NotApplied,
        AmazonUnmarshallingException => RetryReason.OutcomeUnknown,
        AmazonServiceException { StatusCode: HttpStatusCode.TooManyRequests } => RetryReason.NotApplied,
        AmazonServiceException { StatusCode: >= HttpStatusCode.InternalServerError } => RetryReason.OutcomeUnknown,
        _ when SocketOf(exception) is SocketError.ConnectionRefused or SocketError.HostNotFound => RetryReason.Unreachable,
        AmazonServiceException { StatusCode: >= HttpStatusCode.Continue } => null,
        AmazonServiceException or HttpRequestException or IOException or TimeoutException => RetryReason.OutcomeUnknown,

        // The SDK's own timeout; a cancellation that was asked for is told apart before this is called.
        OperationCanceledException => RetryReason.OutcomeUnknown,
        _ => null,
    };

    /// <summary>The fault in one sentence.</summary>
    /// <param name="exception">What the SDK threw.</param>
    /// <param name="what">What was asked for, with its name: <c>the table 'jobs'</c>.</param>
    /// <param name="endpoint">The endpoint that was called.</param>
    public static AwsFaultException Describe(Exception exception, string what, string endpoint)
    {
        var code = (exception as AmazonServiceException)?.ErrorCode ?? "";
        var said = exception.Message.Trim().TrimEnd('.');
        var sentence = exception switch
        {
            _ when Absent.Contains(code) => $"{what} does not exist at {endpoint}",
            _ when Rejected.Contains(code) => $"AWS rejects these credentials for {what}: {said}",
            _ when Denied.Contains(code) => $"these credentials may not use {what} this way: {said}",
            _ when SocketOf(exception) is { } socket => $"nothing answers at {endpoint}, where {what} should be ({socket})",
            _ when Retry(exception) is RetryReason.NotApplied => $"{what} is throttled, and stayed so through all retries: {said}",
            AmazonUnmarshallingException => $"{what} at {endpoint} answers in a form that is not that of AWS: {said}",
            OperationCanceledException or TimeoutException => $"{endpoint} did not answer in time for {what}",
            AmazonServiceException { StatusCode: >= HttpStatusCode.Continue } service =>
                $"{what} at {endpoint} refused the request ({(code.Length > 0 ? code : service.StatusCode.ToString())}): {said}",
            AmazonClientException when said.Contains("credentials", StringComparison.OrdinalIgnoreCase) =>
                $"no AWS credentials were found for {what} (set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile, or a role)",
            _ => $"{what} at {endpoint} cannot be used: {said}",
        };
        return new(sentence, exception);
    }

    /// <summary>Where a client asks: its endpoint, or its region.</summary>
    public static string EndpointOf(IClientConfig config) => config.ServiceURL ?? config.RegionEndpoint?.SystemName ?? "AWS";

    private static SocketError? SocketOf(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }
}
