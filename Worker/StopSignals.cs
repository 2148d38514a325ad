using System.Runtime.InteropServices;

namespace ImgCompress.Worker;

/// <summary>SIGTERM and Ctrl-C: once, no more work is begun; twice, the process ends at once, which the protocol can take.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;

    public StopSignals() =>
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, On), PosixSignalRegistration.Create(PosixSignal.SIGTERM, On)];

    public CancellationToken Token => _stop.Token;

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _stop.Dispose();
    }

    private void On(PosixSignalContext context)
    {
        context.Cancel = !_stop.IsCancellationRequested;
        if (context.Cancel)
        {
            // Not here: what waits for the token would run on the thread that takes the signals.
            _ = _stop.CancelAsync();
        }
    }
}
