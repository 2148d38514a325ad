using System.Net.Sockets;
using System.Text;
using Testcontainers.LocalStack;

namespace ImgCompress.Tests.Fixtures.Aws;

/// <summary>LocalStack in a container, with SQS and DynamoDB at one endpoint.</summary>
internal sealed class LocalStack : IAsyncDisposable
{
    // Later images ask for an account.
    private const string Image = "localstack/localstack:4.14.0";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly LocalStackContainer _container;

    private LocalStack(LocalStackContainer container) => _container = container;

    public string Endpoint => _container.GetConnectionString();

    /// <summary>
    /// Null where no Docker engine answers: then nothing of Testcontainers is called either,
    /// which would search for one at length.
    /// </summary>
    public static async Task<LocalStack?> StartWhereDockerAnswersAsync()
    {
        if (!await DockerAnswersAsync())
        {
            return null;
        }

        var container = new LocalStackBuilder(Image).WithEnvironment("SERVICES", "sqs,dynamodb").Build();
        await container.StartAsync();
        return new(container);
    }

    public ValueTask DisposeAsync() => _container.DisposeAsync();

    private static async Task<bool> DockerAnswersAsync()
    {
        var host = new Uri(
            Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } given ? given : "unix:///var/run/docker.sock");
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        try
        {
            using var socket = host.Scheme == "unix"
                ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
                : new Socket(SocketType.Stream, ProtocolType.Tcp);
            System.Net.EndPoint end = host.Scheme == "unix"
                ? new UnixDomainSocketEndPoint(host.AbsolutePath)
                : new System.Net.DnsEndPoint(host.Host, host.Port);
            await socket.ConnectAsync(end, patience.Token);
            await socket.SendAsync("GET /_ping HTTP/1.0\r\n\r\n"u8.ToArray(), patience.Token);
            var answer = new byte[12];
            var length = await socket.ReceiveAsync(answer, patience.Token);
            return Encoding.ASCII.GetString(answer, 0, length).EndsWith("200", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
