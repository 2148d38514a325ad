using System.Globalization;
using ImgCompress.Configuration;

namespace ImgCompress.Engine.Embedded;

/// <summary>
/// Held by the one process that works on an embedded ledger; the system gives it back when that process ends, however it ends.
/// Whoever holds it knows that every earlier worker is dead, so no lease need be waited for.
/// </summary>
public sealed class RunLock : IDisposable
{
    private readonly FileStream _lock;

    private RunLock(FileStream held) => _lock = held;

    /// <summary>Takes the lock, or says who has it.</summary>
    public static RunLock Take(string stateDirectory, TimeProvider time)
    {
        var owner = Path.Combine(stateDirectory, "run.owner");
        try
        {
            var held = new FileStream(
                Path.Combine(stateDirectory, "run.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var since = time.GetUtcNow().ToString("u", CultureInfo.InvariantCulture);
            File.WriteAllText(owner, $"process {Environment.ProcessId} on {Environment.MachineName}, since {since}");
            return new(held);
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            var who = File.Exists(owner) ? File.ReadAllText(owner) : "another process";
            throw new UsageException($"another run is at work on this directory: {who}. Wait for it, or interrupt it.");
        }
    }

    public void Dispose() => _lock.Dispose();
}
