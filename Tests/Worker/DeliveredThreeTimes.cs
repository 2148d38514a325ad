using ImgCompress.Queue;
using ImgCompress.Tests.Fixtures.Images;
using ImgCompress.Tests.Fixtures.Worker;
using Xunit;

namespace ImgCompress.Tests.Worker;

[Trait("Speed", "Slow")]
public sealed class DeliveredThreeTimes
{
    private const int Files = 40;
    private const int Workers = 4;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task InAnyOrderToFourWorkersGivesTheBytesAndCountsOfOnce(int seed)
    {
        using var once = new WorkerFunction();
        using var thrice = new WorkerFunction();
        var random = new Random(seed);

        var expected = await RunAsync(once, 1, 1, random);
        var counts = await RunAsync(thrice, 3, Workers, random);

        Assert.Equal(expected, counts);
        Assert.Equal((Files - 4, 4), (counts.Done, counts.Failed));
        Assert.All(
            Enumerable.Range(0, Files),
            i => Assert.Equal(once.Fixture.Directory.Read(Name(i)), thrice.Fixture.Directory.Read(Name(i))));
        Assert.Equal(4, (await thrice.DeadLettersAsync()).Count);
        Assert.Empty(thrice.Fixture.Directory.Temps());
    }

    private static async Task<ImgCompress.Ledger.Counts> RunAsync(WorkerFunction function, int times, int workers, Random random)
    {
        for (var i = 0; i < Files; i++)
        {
            var content = Png.Noise(40 + i, 30, i + 1);
            function.Fixture.Directory.Write(Name(i), i % 10 == 3 ? content.AsSpan(0, content.Length / 2) : content);
        }

        var job = await function.Fixture.SubmitAsync();
        await function.SendAsync(job, Enumerable.Range(0, Files).Select(Name));
        var messages = await function.ReceiveAsync(Files);
        var due = Enumerable.Repeat(messages, times).SelectMany(all => all).ToArray();
        while (due.Length > 0)
        {
            // What was held comes again, when nobody holds it any more.
            random.Shuffle(due);
            var shares = due.Chunk((due.Length + workers - 1) / workers);
            var reported = await Task.WhenAll(shares.Select(share => WorkAsync(function, share)));
            due = [.. reported.SelectMany(again => again)];
        }

        return await function.Fixture.CountAsync(job);
    }

    /// <summary>One worker, batch after batch; returns the deliveries that it reported.</summary>
    private static async Task<IReadOnlyList<ReceivedMessage>> WorkAsync(WorkerFunction function, ReceivedMessage[] share)
    {
        var again = new List<ReceivedMessage>();
        var handler = function.Handler();
        foreach (var batch in share.Chunk(10))
        {
            var answer = await Task.Run(() => function.InvokeAsync(batch, handler));
            again.AddRange(batch.Where(message => answer.Contains($"\"{WorkerFunction.IdOf(message)}\"", StringComparison.Ordinal)));
        }

        return again;
    }

    private static string Name(int file) => $"{file}.png";
}
