namespace Moi.PowerShell.Tests.Fleets;

/// <summary>What a test's remotes are.</summary>
public enum FleetKind
{
    /// <summary>The demo: remotes and broker in this process, hosted by the module.</summary>
    Demo,

    /// <summary>Four moid processes on a Mosquitto.</summary>
    Devices,
}
