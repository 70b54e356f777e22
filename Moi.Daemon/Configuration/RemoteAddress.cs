using System.Net;
using System.Net.Sockets;
using Moi.Protocol.Configuration;

namespace Moi.Daemon.Configuration;

/// <summary>Finds a remote's address: as configured, or of a network interface.</summary>
/// <param name="config">The settings, with <c>addr</c> and <c>interface</c>.</param>
/// <param name="host">The machine.</param>
/// <param name="warnings">Where to say that an interface is not there.</param>
internal sealed class RemoteAddress(Settings config, HostFacts host, List<ConfigurationWarning> warnings)
{
    private const string Loopback = "127.0.0.1";

    /// <exception cref="ConfigurationException"><c>addr</c> is not an IP address.</exception>
    public string Read()
    {
        string? wanted = config.Line("interface");
        return Configured() ?? (wanted is null ? OfAnyInterface() : OfInterface(wanted));
    }

    private string? Configured()
    {
        const string Key = "addr";
        if (config.Line(Key) is not { } text)
        {
            return null;
        }

        // The parser also takes 10.1, 0x7f.1 and [::1]:80; an address that people and filters compare has one form.
        bool parsed = IPAddress.TryParse(text, out IPAddress? address) && !text.Contains('[');
        return parsed && (address!.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text)
            ? address.ToString()
            : throw config.Error(Key, "must be an IPv4 address such as 10.10.10.10, or an IPv6 address");
    }

    private string OfAnyInterface() => host.Interfaces().FirstOrDefault(one => !one.IsLoopback)?.Address ?? Loopback;

    // An interface may get its address only later; that must not keep a device from coming up.
    private string OfInterface(string wanted)
    {
        IReadOnlyList<HostInterface> interfaces = host.Interfaces();
        if (interfaces.FirstOrDefault(one => one.Name == wanted) is { } found)
        {
            return found.Address;
        }

        string names = string.Join(", ", interfaces.Select(one => one.Name));
        warnings.Add(new ConfigurationWarning(
            config.File,
            config.Tolerate("interface")!.Value,
            $"interface '{wanted}' has no IPv4 address now, so addr is {Loopback}; these have one: {names}"));
        return Loopback;
    }
}
