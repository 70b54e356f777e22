using Moi.Daemon.Keys;
using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;
using static Moi.Daemon.Tests.Keys.StoreBench;

namespace Moi.Daemon.Tests.Keys;

public sealed class DestinationsTests
{
    private readonly StoreBench _bench = new();

    [Theory]
    [InlineData("home", "/home/frodo")]
    [InlineData("tmp", "/tmp/moi")]
    [InlineData("self", "/opt/moid")]
    [InlineData("bin", "/usr/local/bin")]
    [InlineData("www", "/srv/www/")]
    [InlineData("home/", "/home/frodo")]
    [InlineData("home/a/b", "/home/frodo/a/b")]
    [InlineData("www/site", "/srv/www/site")]
    [InlineData("root/etc", "/etc")]
    [InlineData("~", "/home/frodo")]
    [InlineData("~/", "/home/frodo")]
    [InlineData("~/a b/c", "/home/frodo/a b/c")]
    [InlineData("/", "/")]
    [InlineData("/var/log", "/var/log")]
    [InlineData("/home", "/home")]
    [InlineData("logs", "/opt/moid/logs")]
    [InlineData("logs/home", "/opt/moid/logs/home")]
    [InlineData("homely", "/opt/moid/homely")]
    [InlineData("Home", "/opt/moid/Home")]
    [InlineData("~frodo", "/opt/moid/~frodo")]
    [InlineData("addr", "/opt/moid/addr")]
    [InlineData("../x", "/opt/moid/../x")]
    public async Task A_place_is_a_destination_a_home_a_path_or_below_self(string place, string path)
    {
        await using Store store = _bench.Open();

        Assert.Equal(path, Of(store).Resolve(place));
    }

    [Fact]
    public async Task The_names_are_those_in_the_key_and_a_new_one_counts_at_once()
    {
        await using Store store = _bench.Open();
        Destinations destinations = Of(store);
        Assert.Equal(["bin", "tmp", "home", "self", "root", "www"], destinations.Names);

        await store.Keys.ApplyAsync([Set("destinations", """["home","music",7]"""), Set("music", "\"/srv/music\""), Set("home", "\"/elsewhere\"")]);

        Assert.Equal(["home", "music"], destinations.Names);
        Assert.Equal("/srv/music/a.ogg", destinations.Resolve("music/a.ogg"));
        Assert.Equal("/elsewhere/x", destinations.Resolve("~/x"));
        Assert.Equal("/opt/moid/tmp", destinations.Resolve("tmp"));
    }

    [Theory]
    [InlineData("home", "null", "/home/frodo")]
    [InlineData("destinations", "null", "/home/frodo")]
    [InlineData("destinations", "7", "/opt/moid/home")]
    public async Task What_is_erased_is_as_configured_and_what_is_no_list_names_nothing(string key, string value, string home)
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set(key, "\"/x\""), Set(key, value)]);

        Assert.Equal(home, Of(store).Resolve("home"));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"\"")]
    [InlineData("[\"/x\"]")]
    public async Task A_destination_whose_key_is_no_path_is_an_error_that_names_it(string value)
    {
        await using Store store = _bench.Open();
        await store.Keys.ApplyAsync([Set("home", value)]);

        VerbException failure = Assert.Throws<VerbException>(() => Of(store).Resolve("~/x"));

        Assert.Equal(FaultCode.NoDirectory, failure.Fault.Code);
        Assert.Contains("'home'", failure.Fault.Message);
    }

    [Theory]
    [InlineData("tmp/\0x")]
    [InlineData("/\0")]
    [InlineData("\0")]
    public async Task A_place_with_a_NUL_in_it_is_no_path(string place)
    {
        await using Store store = _bench.Open();

        VerbException failure = Assert.Throws<VerbException>(() => Of(store).Resolve(place));

        Assert.Equal(FaultCode.BadRequest, failure.Fault.Code);
        Assert.DoesNotContain('\0', failure.Fault.Message);
    }

    private static Destinations Of(Store store) => new(new RemoteKeys(
        new RemoteOptions
        {
            Name = "frodo",
            Address = "10.0.0.1",
            StoreDirectory = "/store",
            Home = "/home/frodo",
            Temporary = "/tmp/moi",
            Bin = "/usr/local/bin",
            Self = "/opt/moid",
            Destinations = new Dictionary<string, string> { ["www"] = "/srv/www/", ["root"] = "/" },
            Broker = new MqttSessionOptions { ClientId = "r1" },
        },
        "r1",
        store.Keys,
        TimeProvider.System));
}
