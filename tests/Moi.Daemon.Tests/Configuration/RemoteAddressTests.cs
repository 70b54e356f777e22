using Moi.Daemon.Configuration;

namespace Moi.Daemon.Tests.Configuration;

public sealed class RemoteAddressTests : IDisposable
{
    private readonly RemoteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("10.10.10.10", "10.10.10.10")]
    [InlineData("::1", "::1")]
    [InlineData("FE80:0:0::7", "fe80::7")]
    public void A_given_address_is_taken(string written, string address) =>
        Assert.Equal(address, _folder.Toml($"[config]\naddr = '{written}'").Address);

    [Theory]
    [InlineData("frodo")]
    [InlineData("10.1")]
    [InlineData("010.1.1.1")]
    [InlineData("0x0a.1.1.1")]
    [InlineData("10.10.10.256")]
    [InlineData("10.10.10.10 ")]
    [InlineData("[::1]:80")]
    [InlineData("10.10.10.0/24")]
    public void An_address_is_an_address(string written) => Assert.Equal(
        "moid.toml:2: 'addr' in [config] must be an IPv4 address such as 10.10.10.10, or an IPv6 address",
        _folder.Error(() => _folder.Toml($"[config]\naddr = '{written}'")));

    [Fact]
    public void An_interface_gives_its_address() =>
        Assert.Equal("192.168.0.13", _folder.Toml("[config]\ninterface = 'wlan0'").Address);

    [Fact]
    public void A_given_address_comes_before_an_interface() =>
        Assert.Equal("10.0.0.1", _folder.Toml("[config]\ninterface = 'wlan0'\naddr = '10.0.0.1'").Address);

    [Fact]
    public void An_interface_that_is_not_there_is_a_warning()
    {
        DaemonConfiguration configuration = _folder.Toml("[config]\n\ninterface = 'eth9'");

        Assert.Equal("127.0.0.1", configuration.Address);
        Assert.Equal(
            $"{_folder.At("moid.toml")}:3: interface 'eth9' has no IPv4 address now, so addr is 127.0.0.1; these have one: "
            + "lo, eth0, wlan0",
            Assert.Single(configuration.Warnings).ToString());
    }

    [Fact]
    public void A_machine_without_a_network_is_at_loopback()
    {
        _folder.Host = _folder.Host with { Interfaces = () => [new HostInterface("lo", "127.0.0.1", IsLoopback: true)] };

        Assert.Equal("127.0.0.1", _folder.Toml("").Address);
    }

    [Fact]
    public void This_machine_has_a_loopback_interface()
    {
        HostInterface loopback = HostFacts.Current().Interfaces().First(one => one.IsLoopback);

        Assert.Equal("127.0.0.1", loopback.Address);
    }
}
