using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Text;
using Moi.Daemon.Program;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Program;

/// <summary>What moid tells the service manager that started it.</summary>
[SupportedOSPlatform("linux")]
public sealed class ServiceNoticeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket? _socket;

    public ServiceNoticeTests()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has systemd.");
        _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task It_says_when_it_works_and_when_it_ends_and_commands_cannot_speak_for_it()
    {
        await using DeviceBench bench = await DeviceBench.StartAsync();
        _socket!.Bind(new UnixDomainSocketEndPoint(_folder["notify"]));
        ProcessStartInfo start = new(MoidProgram.Path, [bench.Configuration]) { RedirectStandardError = true };
        start.Environment[ServiceNotice.Variable] = _folder["notify"];
        using Process moid = Process.Start(start)!;
        Task<string> log = moid.StandardError.ReadToEndAsync();

        Assert.Equal("READY=1", await NextAsync());
        await Eventually.Holds(() => bench.Operator.Presence.Any(said => said.Online), "moid is there");
        Reply run = await bench.Operator.AskAsync(bench.Operator.Run($"echo \"[${ServiceNotice.Variable}]\""));
        Assert.Contains("[]", run.Value!.Value.GetRawText());
        await bench.Operator.SendAsync(bench.Operator.Request("restart"));
        Assert.Equal("STOPPING=1", await NextAsync());

        await moid.WaitForExitAsync();
        Assert.Equal(0, moid.ExitCode);
        Assert.DoesNotContain("could not be told", await log);
    }

    [Fact]
    public async Task A_socket_can_have_a_name_without_a_file()
    {
        string name = $"moi-test-{Guid.NewGuid():N}";
        _socket!.Bind(new UnixDomainSocketEndPoint($"\0{name}"));

        new ServiceNotice($"@{name}").SayReady();

        Assert.Equal("READY=1", await NextAsync());
    }

    [Fact]
    public void A_service_manager_that_is_not_there_is_an_error_and_none_at_all_is_not()
    {
        Assert.Throws<SocketException>(new ServiceNotice(_folder["nobody"]).SayReady);
        new ServiceNotice(null).SayReady();
        new ServiceNotice(string.Empty).SayReady();
    }

    private async Task<string> NextAsync()
    {
        byte[] buffer = new byte[64];
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        return Encoding.ASCII.GetString(buffer, 0, await _socket!.ReceiveAsync(buffer, limit.Token));
    }
}
