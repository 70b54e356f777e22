namespace Moi.Shell.Hosting;

/// <summary>As long as it lives, Ctrl+C is a key like others instead of a signal.</summary>
internal sealed class ControlCAsKey : IDisposable
{
    /// <summary>Makes it a key.</summary>
    public ControlCAsKey() => Console.TreatControlCAsInput = true;

    /// <summary>Makes it a signal again.</summary>
    public void Dispose() => Console.TreatControlCAsInput = false;
}
