using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

public sealed class NearestNameTests
{
    private static readonly string[] Known = ["mqtt_addr", "mqtt_port", "mqtt_user", "tls", "tmp", "timeout"];

    [Theory]
    [InlineData("mqtt_adr", "mqtt_addr")]
    [InlineData("mqtt-addr", "mqtt_addr")]
    [InlineData("mqttaddr", "mqtt_addr")]
    [InlineData("mqtt_usre", "mqtt_user")]
    [InlineData("timout", "timeout")]
    [InlineData("tsl", "tls")]
    [InlineData("user", "mqtt_user")]
    [InlineData("xyz", null)]
    [InlineData("", null)]
    [InlineData("mqtt", null)]
    public void The_nearest_name_is_found_if_one_is_near(string name, string? nearest) =>
        Assert.Equal(nearest, NearestName.Find(name, Known));

    [Fact]
    public void A_very_long_name_is_near_to_nothing() => Assert.Null(NearestName.Find(new string('m', 1_000_000), Known));
}
