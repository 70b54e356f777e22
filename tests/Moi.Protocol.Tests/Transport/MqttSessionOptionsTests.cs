using Microsoft.Extensions.Logging.Abstractions;
using Moi.Protocol.Transport;

namespace Moi.Protocol.Tests.Transport;

public sealed class MqttSessionOptionsTests
{
    private static readonly MqttSessionOptions Good =
        new() { ClientId = "me", UserName = "ann", Password = "s3cret-word" };

    public static TheoryData<MqttSessionOptions> OutOfRange =>
    [
        Good with { Host = " " },
        Good with { Port = 0 },
        Good with { Port = 70_000 },
        Good with { ClientId = "" },
        Good with { KeepAlive = TimeSpan.FromSeconds(0.5) },
        Good with { KeepAlive = TimeSpan.FromDays(1) },
        Good with { ConnectTimeout = TimeSpan.Zero },
        Good with { RequestTimeout = TimeSpan.FromSeconds(-1) },
        Good with { MaximumPacketSize = 10 },
        Good with { ReceiveQueueBytes = 0 },
        Good with { ReconnectMinimum = TimeSpan.FromMinutes(1) },
        Good with { TakeoverDelay = TimeSpan.FromSeconds(-1) },
    ];

    [Theory]
    [MemberData(nameof(OutOfRange), DisableDiscoveryEnumeration = true)]
    public void An_option_out_of_its_range_is_refused_with_one_line(MqttSessionOptions options)
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(
            () => new MqttSession(options, NullLogger.Instance));

        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void The_password_is_never_part_of_the_text()
    {
        TlsOptions tls = new() { KeyPassword = "s3cret-key" };

        Assert.Equal("me at localhost:1883", Good.ToString());
        Assert.Equal("me at [::1]:1883", (Good with { Host = "::1" }).ToString());
        Assert.DoesNotContain("s3cret", tls.ToString());
    }
}
