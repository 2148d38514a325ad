using System.Globalization;
using System.Text;
using ImgCompress.Configuration;
using ImgCompress.Files;

namespace ImgCompress.Engine.Embedded;

/// <summary>
/// Held by the one process that works on an embedded ledger; the system gives it back when that process ends, however it ends.
/// Whoever holds it knows that every earlier worker is dead, so no lease need be waited for.
/// </summary>
public sealed class RunLock : IDisposable
{
    private readonly IDisposable _held;

    private RunLock(IDisposable held) => _held = held;

    /// <summary>Takes the lock, or says who has it.</summary>
    /// <exception cref="UsageException">Another process has it, or the file system has no locks.</exception>
    public static RunLock Take(IStateDirectory state, TimeProvider time)
    {
        try
        {
            if (state.TryLock(StateDirectory.Lock) is not { } held)
            {
                var who = state.Read(StateDirectory.LockOwner) is { } owner ? Encoding.UTF8.GetString(owner) : "another process";
                throw new UsageException($"another run is at work on this directory: {who}. Wait for it, or interrupt it.");
            }

            var since = time.GetUtcNow().ToString("u", CultureInfo.InvariantCulture);
            state.Write(
                StateDirectory.LockOwner,
                Encoding.UTF8.GetBytes($"process {Environment.ProcessId} on {Environment.MachineName}, since {since}"));
            return new(held);
        }
        catch (FileFaultException fault)
        {
            throw new UsageException(fault.Message);
        }
    }

    public void Dispose() => _held.Dispose();
}
