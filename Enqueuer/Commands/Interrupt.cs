using System.Runtime.InteropServices;
using ImgCompress.Enqueuer.Output;
using Spectre.Console;

namespace ImgCompress.Enqueuer.Commands;

/// <summary>Ctrl-C or a request to terminate: once, no more work is begun; twice, the process ends at once, which the protocol can take.</summary>
internal sealed class Interrupt : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IAnsiConsole _console;
    private readonly PosixSignalRegistration[] _signals;

    public Interrupt(IAnsiConsole console)
    {
        _console = console;
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
        context.Cancel = true;
        if (_stop.IsCancellationRequested)
        {
            _console.Cursor.Show(true);
            Environment.Exit(ExitCode.Interrupted);
        }

        _stop.Cancel();
        if (!ProgressDisplay.IsLive(_console))
        {
            _console.WriteLine(ProgressDisplay.Interrupted);
        }
    }
}
