using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace ImgCompress.Tests.Fixtures.Aws;

/// <summary>
/// Stands between a program and a service: some requests do not arrive; on others the service acts, and the answer is lost, comes late, or
/// is another one. One request a connection, so that each has a fate of its own.
/// </summary>
internal sealed class BadLine : IAsyncDisposable
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    private static readonly byte[] InternalError = Encoding.ASCII.GetBytes(
        "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: 32\r\nConnection: close\r\n\r\n"
        + """{"__type":"InternalServerError"}""");

    private readonly Uri _service;
    private readonly Random _random;
    private readonly int _disturbed;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Task, bool> _requests = [];
    private readonly ConcurrentDictionary<Fate, int> _fates = [];
    private readonly Task _listening;

    /// <param name="service">The URL of what is behind it.</param>
    /// <param name="random">Chooses.</param>
    /// <param name="disturbed">Of 100 requests, how many something happens to.</param>
    public BadLine(string service, Random random, int disturbed)
    {
        (_service, _random, _disturbed) = (new(service), random, disturbed);
        _listener.Start();
        _listening = ListenAsync();
    }

    private enum Fate
    {
        Passed,
        RequestDropped,
        AnswerDropped,
        Reset,
        Delayed,
        AnsweredWith500,
        AnsweredWith500AfterAll,
    }

    /// <summary>The URL that the program is given.</summary>
    public string Endpoint => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>What has happened to how many requests.</summary>
    public string Summary => string.Join(", ", _fates.OrderBy(fate => fate.Key).Select(fate => $"{fate.Key} {fate.Value}"));

    /// <summary>Requests that something has happened to.</summary>
    public int Disturbed => _fates.Where(fate => fate.Key != Fate.Passed).Sum(fate => fate.Value);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _listening;
        await Task.WhenAll(_requests.Keys);
        _end.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var request = ServeAsync(await _listener.AcceptTcpClientAsync(_end.Token));
                _requests[request] = true;
                _ = request.ContinueWith(ended => _requests.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException)
        {
            // The listener has been stopped.
        }
    }

    private async Task ServeAsync(TcpClient program)
    {
        using (program)
        {
            try
            {
                var stream = program.GetStream();
                if (await ReadRequestAsync(stream) is { } request)
                {
                    await ServeAsync(program.Client, stream, request, Choose());
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // One of the two has ended, as processes that are killed do.
            }
        }
    }

    private async Task ServeAsync(Socket program, NetworkStream stream, byte[] request, Fate fate)
    {
        switch (fate)
        {
            case Fate.RequestDropped:
                return;
            case Fate.Reset:
                program.LingerState = new(enable: true, seconds: 0);
                return;
            case Fate.AnsweredWith500:
                await stream.WriteAsync(InternalError, _end.Token);
                return;
            case Fate.Delayed:
                await Task.Delay(LongestDelay * Next(1000) / 1000, TimeProvider.System, _end.Token);
                break;
        }

        var answer = await AskAsync(request);
        if (fate != Fate.AnswerDropped)
        {
            await stream.WriteAsync(fate == Fate.AnsweredWith500AfterAll ? InternalError : answer, _end.Token);
        }
    }

    private Fate Choose()
    {
        var fate = Next(100) < _disturbed ? (Fate)(1 + Next(Enum.GetValues<Fate>().Length - 1)) : Fate.Passed;
        _fates.AddOrUpdate(fate, 1, (_, count) => count + 1);
        return fate;
    }

    private int Next(int max)
    {
        lock (_random)
        {
            return _random.Next(max);
        }
    }

    private async Task<byte[]> AskAsync(byte[] request)
    {
        using var service = new TcpClient();
        await service.ConnectAsync(_service.Host, _service.Port, _end.Token);
        var stream = service.GetStream();
        await stream.WriteAsync(request, _end.Token);
        using var answer = new MemoryStream();
        await stream.CopyToAsync(answer, _end.Token);
        return answer.ToArray();
    }

    /// <summary>A request with its body, after which the service is asked to close; null where the program closed before.</summary>
    private async Task<byte[]?> ReadRequestAsync(NetworkStream stream)
    {
        var request = new List<byte>();
        var buffer = new byte[16_384];
        int headers;
        while ((headers = Encoding.Latin1.GetString([.. request]).IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0)
        {
            if (await ReadAsync() == 0)
            {
                return null;
            }
        }

        var lines = Encoding.Latin1.GetString([.. request[..headers]]).Split("\r\n");
        var length = lines.Select(line => line.Split(':', 2))
            .Where(header => header[0].Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            .Select(header => int.Parse(header[1], System.Globalization.CultureInfo.InvariantCulture))
            .SingleOrDefault();
        Assert.DoesNotContain(lines, line => line.StartsWith("Transfer-Encoding", StringComparison.OrdinalIgnoreCase));
        while (request.Count < headers + 4 + length)
        {
            if (await ReadAsync() == 0)
            {
                return null;
            }
        }

        var kept = lines.Where(line => !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)).Append("Connection: close");
        return [.. Encoding.Latin1.GetBytes($"{string.Join("\r\n", kept)}\r\n\r\n"), .. request[(headers + 4)..]];

        async Task<int> ReadAsync()
        {
            var read = await stream.ReadAsync(buffer, _end.Token);
            request.AddRange(buffer.AsSpan(0, read));
            return read;
        }
    }
}
