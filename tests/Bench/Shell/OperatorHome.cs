using System.Globalization;
using Moi.Testing;

namespace Moi.Bench.Shell;

/// <summary>An operator's home of its own, with a configuration that names one broker; this process and its children use it.</summary>
internal sealed class OperatorHome : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Makes one.</summary>
    /// <param name="port">The broker's port on loopback.</param>
    public OperatorHome(int port)
    {
        _folder.Write("config.toml", string.Create(CultureInfo.InvariantCulture, $"[config]\nmqtt_addr = \"127.0.0.1\"\nmqtt_port = {port}\n"));
        Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");
        Environment.SetEnvironmentVariable("MOI_HOME", _folder.Path);
    }

    public void Dispose() => _folder.Dispose();
}
