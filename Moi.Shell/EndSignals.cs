using System.Runtime.InteropServices;

namespace Moi.Shell;

/// <summary>Hears SIGINT (Ctrl+C), SIGTERM and SIGHUP, in place of the process being killed by them.</summary>
internal sealed class EndSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;

    /// <summary>Starts to listen.</summary>
    /// <param name="interrupt">Called at SIGINT.</param>
    /// <param name="end">Called at SIGTERM and SIGHUP, with the exit code for it.</param>
    public EndSignals(Action interrupt, Action<int> end)
        => _registrations =
        [
            Register(PosixSignal.SIGINT, interrupt),
            Register(PosixSignal.SIGTERM, () => end(ExitCode.Terminated)),
            Register(PosixSignal.SIGHUP, () => end(ExitCode.HungUp)),
        ];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private static PosixSignalRegistration Register(PosixSignal signal, Action action)
        => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            action();
        });
}
