using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Trust;

/// <summary>Holes of the program that Moi comes after, shown closed where no other test does; docs/security.md lists them all.</summary>
[SupportedOSPlatform("linux")]
public sealed class UpstreamHolesTests
{
    // S2: the name of a file that was sent was joined to a folder unchecked.
    [Theory]
    [InlineData("../climbed")]
    [InlineData("/tmp/moi-climbed")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task A_file_whose_name_is_a_path_is_refused_and_nothing_is_written(string name)
    {
        await using TrustBench bench = await TrustBench.StartAsync();

        Reply reply = await bench.Steve.AskAsync(bench.Steve.Request(Verb.Push, JsonSerializer.Serialize(new
        {
            destination = "tmp",
            file = new { name, size = 0, block_size = 4096, sha256 = new string('0', 64), list_sha256 = new string('0', 64), mode = 420 },
        })));

        Assert.Equal(FaultCode.BadRequest, reply.Error?.Code);
        Assert.Contains("one part of a path", reply.Error!.Message);
        Assert.False(File.Exists(bench.PathOf("climbed")) || File.Exists("/tmp/moi-climbed"));
        await bench.IsAsItWasAsync();
    }

    // S3: two bytes that are no text ended the daemon, and so did a message from anybody that said so.
    [Fact]
    public async Task Neither_bytes_that_are_no_text_nor_a_stranger_who_says_so_end_it()
    {
        await using TrustBench bench = await TrustBench.StartAsync();
        await using RawOperator eve = await bench.StrangerAsync();

        await eve.SendAsync(new byte[] { 0xff, 0xfe });
        await eve.SendAsync(Encoding.UTF8.GetBytes(new string('[', 100_000)));
        await eve.SendAsync(eve.Request(Verb.Restart, "{}"));

        await bench.TurnedAwayAsync("unsigned");
        await bench.IsAsItWasAsync();
        Assert.Single(bench.Steve.Presence, presence => presence.Id == "r1");
    }

    // S3, of one who is trusted with a little: found by tests/Fuzz.
    [Theory]
    [InlineData("files", """{"path":"tmp/\u0000"}""")]
    [InlineData("run", """{"command":"touch ran","directory":"tmp/\u0000"}""")]
    [InlineData("folders", """{"destination":"tmp","folders":["a\u0000"]}""")]
    public async Task A_path_with_a_NUL_character_is_refused_and_does_not_end_it(string verb, string arguments)
    {
        await using TrustBench bench = await TrustBench.StartAsync(new Dictionary<string, object> { ["destinations"] = new[] { "tmp" } });

        Reply reply = await bench.Steve.AskAsync(bench.Steve.Request(verb, arguments));

        Assert.Equal(FaultCode.NotAllowed, reply.Error?.Code);
        Assert.Contains("NUL", reply.Error!.Message);
        await bench.IsAsItWasAsync();
    }
}
