using Moi.PowerShell.Fleet;

namespace Moi.PowerShell;

/// <summary>A connection to a broker, for -Connection.</summary>
public sealed class MoiConnection
{
    internal MoiConnection(FleetConnection fleet)
    {
        Fleet = fleet;
    }

    /// <summary>The broker's host.</summary>
    public string Broker => Fleet.Settings.Broker.Host;

    /// <summary>The broker's port.</summary>
    public int Port => Fleet.Settings.Broker.Port;

    /// <summary>Who asks.</summary>
    public string Operator => Fleet.Settings.Operator;

    /// <summary>The id of the key that signs what is asked; null where nothing is signed.</summary>
    public string? OperatorKeyId => Fleet.Settings.Key?.Public.Id;

    /// <summary>Whether the broker holds the connection now. One that is lost is made again by itself.</summary>
    public bool Connected => Fleet.IsConnected;

    /// <summary>How many remotes are known, those offline included.</summary>
    public int Remotes => Fleet.Presence.Remotes.Count();

    internal FleetConnection Fleet { get; }

    /// <summary>Whether a variable of the operator's may hold it, so that it does not end when another takes its place.</summary>
    internal bool IsHeld { get; init; }
}
