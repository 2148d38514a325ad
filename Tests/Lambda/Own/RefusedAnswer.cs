using System.Net;
using ImgCompress.Tests.Fixtures.Lambda;
using Xunit;

namespace ImgCompress.Tests.Lambda;

public sealed class RefusedAnswer
{
    [Fact]
    public async Task IsAnErrorOfItsInvocationAlone()
    {
        using var server = new RuntimeApiServer { ToResponse = HttpStatusCode.RequestEntityTooLarge };
        using var stop = new CancellationTokenSource();
        var log = new List<string?>();
        var run = LambdaHost.RunAsync(
            server.Address, () => (received, _) => Task.FromResult(received.Event), (_, id) => log.Add(id), stop.Token);

        var error = await server.InvokeAsync("1", TimeProvider.System.GetUtcNow());
        server.ToResponse = HttpStatusCode.Accepted;
        var next = await server.InvokeAsync("2", TimeProvider.System.GetUtcNow());
        await stop.CancelAsync();

        Assert.Equal("Function.RuntimeApiException", error.ErrorType);
        Assert.Equal("2", next.Body);
        Assert.Equal(["request-1"], log);
        Assert.Equal(0, await run);
    }
}
