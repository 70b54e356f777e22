using System.Text;
using Moi.Daemon.Configuration;
using Moi.Protocol.Configuration;

namespace Moi.Daemon.Tests.Configuration;

/// <summary>A folder of one test's own with a remote's configuration in it, and a machine to load it on.</summary>
internal sealed class RemoteFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("moid-config-").FullName;

    public HostFacts Host { get; set; } = new(
        Name: "shire",
        Home: "/home/frodo",
        TemporaryFolder: "/scratch",
        CurrentFolder: "/opt/moid",
        IsRoot: false,
        Interfaces: () =>
        [
            new HostInterface("lo", "127.0.0.1", IsLoopback: true),
            new HostInterface("eth0", "10.10.10.10", IsLoopback: false),
            new HostInterface("wlan0", "192.168.0.13", IsLoopback: false),
        ]);

    public string At(string name) => Path.Combine(Root, name);

    public DaemonConfiguration Toml(string content) => Load("moid.toml", content);

    public DaemonConfiguration Json(string content) => Load("moid.json", content);

    public DaemonConfiguration Load(string name, string content) => Load(name, Encoding.UTF8.GetBytes(content));

    public DaemonConfiguration Load(string name, byte[] content)
    {
        File.WriteAllBytes(At(name), content);
        return DaemonConfiguration.Load(At(name), Host);
    }

    /// <summary>The message of the error that the action must give, with the folder's path left out.</summary>
    public string Error(Action action) =>
        Assert.Throws<ConfigurationException>(action).Message.Replace(Root + "/", string.Empty, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
