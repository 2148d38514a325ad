using System.Net;
using ImgCompress.Tests.Fixtures.Lambda;
using Xunit;

namespace ImgCompress.Tests.Lambda;

public sealed class RefusedAnswer
{
    [Fact]
    public async Task EndsTheProcessWithOne()
    {
        using var server = new RuntimeApiServer { ToResponse = HttpStatusCode.RequestEntityTooLarge };
        var log = new List<string>();
        var run = LambdaHost.RunAsync(
            server.Address,
            () => (received, _) => Task.FromResult(received.Event),
            (message, _) => log.Add(message),
            CancellationToken.None);

        _ = server.InvokeAsync("1", TimeProvider.System.GetUtcNow());

        Assert.Equal(1, await run);
        Assert.StartsWith("Payload Too Large", Assert.Single(log), StringComparison.Ordinal);
    }
}
