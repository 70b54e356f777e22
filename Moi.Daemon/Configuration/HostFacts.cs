using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Moi.Daemon.Configuration;

/// <summary>What the defaults of a configuration are made from: the machine and the process as they are.</summary>
/// <param name="Name">The host's name.</param>
/// <param name="Home">Full path of the home of the user that runs the daemon; null if there is none.</param>
/// <param name="TemporaryFolder">Full path of the folder for temporary files: <c>$TMPDIR</c> or <c>/tmp</c>.</param>
/// <param name="CurrentFolder">Full path of the process's current folder.</param>
/// <param name="IsRoot">Whether the daemon runs as root.</param>
/// <param name="Interfaces">Looks up the network interfaces that are up and have an IPv4 address, in the system's order.</param>
internal sealed record HostFacts(
    string Name,
    string? Home,
    string TemporaryFolder,
    string CurrentFolder,
    bool IsRoot,
    Func<IReadOnlyList<HostInterface>> Interfaces)
{
    /// <summary>The machine and process this runs on.</summary>
    public static HostFacts Current()
    {
        string home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return new HostFacts(
            Environment.MachineName,
            home.Length > 0 ? Path.GetFullPath(home) : null,
            Path.GetFullPath(Path.GetTempPath()),
            Environment.CurrentDirectory,
            !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess,
            LookUpInterfaces);
    }

    private static List<HostInterface> LookUpInterfaces()
    {
        List<HostInterface> found = [];
        foreach (NetworkInterface one in NetworkInterface.GetAllNetworkInterfaces())
        {
            // Tunnels and some drivers don't tell their state; they have an address only while they work.
            bool up = one.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown;
            UnicastIPAddressInformation? address = up
                ? one.GetIPProperties().UnicastAddresses.FirstOrDefault(
                    unicast => unicast.Address.AddressFamily == AddressFamily.InterNetwork)
                : null;
            if (address is not null)
            {
                bool loopback = one.NetworkInterfaceType == NetworkInterfaceType.Loopback;
                found.Add(new HostInterface(one.Name, address.Address.ToString(), loopback));
            }
        }

        return found;
    }
}

/// <summary>A network interface that is up.</summary>
/// <param name="Name">Its name, such as eth0.</param>
/// <param name="Address">Its first IPv4 address.</param>
/// <param name="IsLoopback">Whether it leads nowhere.</param>
internal sealed record HostInterface(string Name, string Address, bool IsLoopback);
