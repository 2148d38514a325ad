using System.Runtime.ExceptionServices;

namespace ImgCompress.Aws;

/// <summary>
/// Calls AWS again while that may help, after delays that double up to <see cref="MaxDelay"/>, each of random length below
/// that. The clients themselves are made not to retry (<see cref="AwsClients"/>), so this is the only place that does. An answer can be
/// lost, so what is called here is such that a second time changes nothing, or is recognised.
/// </summary>
/// <param name="what">What is called, for messages: <c>the table 'jobs'</c>.</param>
/// <param name="endpoint">The endpoint that is called, for messages.</param>
/// <param name="time">The clock of the delays.</param>
/// <param name="random">Chooses the lengths of the delays, and tokens. Shared by calls that run side by side.</param>
/// <param name="shared">Guards <paramref name="random"/> where others have it too.</param>
internal sealed class AwsCalls(string what, string endpoint, TimeProvider time, Random random, Lock? shared = null)
{
    // A conflict between transactions on one of sixteen counts is over in some ten milliseconds, but a crowd needs many turns.
    private const int MaxTries = 25;
    private const int MaxUnansweredTries = 5;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = shared ?? new();

    /// <summary>The same for something else at the same endpoint.</summary>
    public AwsCalls To(string other) => new(other, endpoint, time, random, _lock);

    /// <summary>
    /// Repeats the call until it succeeds. An exception that <paramref name="isAnswer"/> takes for an answer is thrown as it came, and
    /// one that repeating cannot change as an <see cref="AwsFaultException"/>.
    /// </summary>
    /// <param name="call">Made anew for each try. An earlier one may have been carried out although its answer was lost.</param>
    /// <param name="isAnswer">The refusals that the caller reads.</param>
    /// <param name="cancellationToken">Ends the waiting between tries too.</param>
    public async Task<T> CallAsync<T>(
        Func<Task<T>> call, Func<Exception, bool> isAnswer, CancellationToken cancellationToken)
    {
        var unanswered = 0;
        for (var tries = 1; ; tries++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var outcome = await TryAsync(call);
            if (outcome.Exception is not { } exception)
            {
                return outcome.Value!;
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (exception is AwsFaultException || isAnswer(exception))
            {
                ExceptionDispatchInfo.Throw(exception);
            }

            var again = AwsFaults.Retry(exception);
            unanswered += again is RetryReason.OutcomeUnknown or RetryReason.Unreachable ? 1 : 0;
            if (again is null || tries == MaxTries || unanswered == MaxUnansweredTries)
            {
                throw AwsFaults.Describe(exception, what, endpoint);
            }

            await DelayAsync(tries, cancellationToken);
        }
    }

    public Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken) =>
        CallAsync(call, _ => false, cancellationToken);

    /// <summary>Waits before try <paramref name="tries"/> + 1 of something.</summary>
    public Task DelayAsync(int tries, CancellationToken cancellationToken)
    {
        var ceiling = FirstDelay * Math.Pow(2, Math.Min(tries - 1, 10));
        var most = ceiling < MaxDelay ? ceiling : MaxDelay;
        lock (_lock)
        {
            most *= random.NextDouble();
        }

        return Task.Delay(most, time, cancellationToken);
    }

    /// <summary>A token that no other call has: 128 random bits in hex, which is within the 36 characters that DynamoDB takes.</summary>
    public string Token()
    {
        Span<byte> bytes = stackalloc byte[16];
        lock (_lock)
        {
            random.NextBytes(bytes);
        }

        return Convert.ToHexStringLower(bytes);
    }

    private static async Task<(T? Value, Exception? Exception)> TryAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return (await call(), null);
        }
        catch (Exception exception)
        {
            // Sorted above: an answer, a reason to ask again, or a fault in words.
            return (default, exception);
        }
    }
}
