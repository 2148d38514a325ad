using System.Runtime.InteropServices;

namespace ImgCompress.Engine.Hosting;

/// <summary>SIGTERM and Ctrl-C: once, no more work is begun; twice, the process ends at once, which the protocol can take.</summary>
public sealed class StopSignals : IDisposable
{
    private readonly Action<bool>? _onSignal;
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _signals;

    /// <param name="onSignal">Called at each signal: false at the first, true from the second on, after which the process ends.</param>
    public StopSignals(Action<bool>? onSignal = null)
    {
        _onSignal = onSignal;
        _signals = [PosixSignalRegistration.Create(PosixSignal.SIGINT, On), PosixSignalRegistration.Create(PosixSignal.SIGTERM, On)];
    }

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
        _onSignal?.Invoke(!context.Cancel);
        if (context.Cancel)
        {
            // Not here: what waits for the token would run on the thread that takes the signals.
            _ = _stop.CancelAsync();
        }
    }
}
