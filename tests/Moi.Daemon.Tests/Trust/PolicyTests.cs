using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using Moi.Protocol.Messages;
using Moi.Testing;

namespace Moi.Daemon.Tests.Trust;

/// <summary>What the owner of a device lets an operator do.</summary>
[SupportedOSPlatform("linux")]
public sealed class PolicyTests
{
    [Fact]
    public async Task A_verb_that_is_not_allowed_is_refused_and_leaves_a_line()
    {
        await using TrustBench bench = await StartAsync(new() { ["verbs"] = new[] { "get", "run" } });

        Reply reply = await bench.Steve.AskAsync(bench.Steve.Set("""{"A":1}"""));

        IsRefused(reply, "'set'");
        JsonElement line = await bench.AuditedAsync("refused", FaultCode.NotAllowed);
        Assert.Equal(("steve", "set"), (line.GetProperty("operator").GetString(), line.GetProperty("verb").GetString()));
        await bench.IsAsItWasAsync();
        Assert.Null((await bench.Steve.AskAsync(bench.Steve.Run("true"))).Error);
        Assert.Null((await bench.Steve.AskAsync(bench.Steve.Request(Verb.Clock))).Error);
    }

    [Theory]
    [InlineData("home")]
    [InlineData("~")]
    [InlineData("/etc")]
    [InlineData("tmp/..")]
    [InlineData("tmp/../home")]
    [InlineData("tmp/link")]
    [InlineData("self")]
    [InlineData("tmp/missing/../../home")]
    public async Task A_destination_that_is_not_allowed_is_refused_however_it_is_written(string place)
    {
        await using TrustBench bench = await StartAsync(new() { ["destinations"] = new[] { "tmp" } });
        Directory.CreateSymbolicLink(bench.PathOf("tmp", "link"), bench.PathOf("home"));

        IsRefused(await bench.Steve.AskAsync(Push(bench, place, "x", [])), "tmp");
        IsRefused(await bench.Steve.AskAsync(bench.Steve.Run("touch ran", $",\"directory\":\"{place}\"")), "tmp");

        await bench.AuditedAsync("refused", FaultCode.NotAllowed);
        await bench.IsAsItWasAsync();
    }

    [Theory]
    [InlineData("pull", """{"path":"home/secret","block_size":65536,"window":65536}""")]
    [InlineData("pull", """{"path":"tmp/link/secret","block_size":65536,"window":65536}""")]
    [InlineData("pull", """{"path":"tmp/../home/secret","block_size":65536,"window":65536}""")]
    [InlineData("files", """{"path":"home/*"}""")]
    [InlineData("files", """{"path":"tmp/link/*"}""")]
    [InlineData("files", """{"path":"tmp/*/secret"}""")]
    [InlineData("files", """{"path":"*"}""")]
    [InlineData("files", """{"path":"/etc/passwd"}""")]
    [InlineData("files", """{"path":"tmp/\u0000x"}""")]
    [InlineData("pull", """{"path":"tmp/\u0000x","block_size":65536,"window":65536}""")]
    [InlineData("folders", """{"destination":"tmp/\u0000x","folders":[]}""")]
    [InlineData("folders", """{"destination":"home","folders":["a"]}""")]
    [InlineData("folders", """{"destination":"tmp","folders":["b","link/a"]}""")]
    [InlineData("folders", """{"destination":"tmp/link","folders":[]}""")]
    public async Task What_lies_elsewhere_is_neither_given_nor_found_nor_made(string verb, string arguments)
    {
        await using TrustBench bench = await StartAsync(new() { ["destinations"] = new[] { "tmp" } });
        Directory.CreateSymbolicLink(bench.PathOf("tmp", "link"), bench.PathOf("home"));
        await File.WriteAllTextAsync(bench.PathOf("home", "secret"), "secret", TestContext.Current.CancellationToken);

        IsRefused(await bench.Steve.AskAsync(bench.Steve.Request(verb, arguments)), arguments.Contains("u0000", StringComparison.Ordinal) ? "NUL" : verb == "files" ? "steve" : "tmp");

        Assert.False(Directory.Exists(bench.PathOf("home", "a")));
        Assert.False(Directory.Exists(bench.PathOf("tmp", "b")));
    }

    [Theory]
    [InlineData("files", """{"path":"tmp/*"}""")]
    [InlineData("files", """{"path":"tmp/new/it"}""")]
    [InlineData("folders", """{"destination":"tmp","folders":["new/below"]}""")]
    public async Task What_lies_there_is(string verb, string arguments)
    {
        await using TrustBench bench = await StartAsync(new() { ["destinations"] = new[] { "tmp" } });
        Directory.CreateDirectory(bench.PathOf("tmp", "new"));
        await File.WriteAllTextAsync(bench.PathOf("tmp", "new", "it"), "it", TestContext.Current.CancellationToken);

        Reply reply = await bench.Steve.AskAsync(bench.Steve.Request(verb, arguments));

        Assert.Null(reply.Error);
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../out")]
    [InlineData("a/../../out")]
    [InlineData("/out")]
    [InlineData("a//b")]
    public async Task A_folder_that_climbs_out_of_the_destination_is_not_made(string folder)
    {
        await using TrustBench bench = await StartAsync([]);

        Reply reply = await bench.Steve.AskAsync(bench.Steve.Request(
            Verb.Folders, JsonSerializer.Serialize(new { destination = "tmp", folders = new[] { "fine", folder } })));

        Assert.Equal(FaultCode.BadRequest, reply.Error!.Code);
        Assert.False(Directory.Exists(bench.PathOf("tmp", "fine")));
    }

    [Fact]
    public async Task A_destination_cannot_be_led_elsewhere_by_a_key()
    {
        await using TrustBench bench = await StartAsync(new() { ["destinations"] = new[] { "tmp" } });
        await bench.Steve.AskAsync(bench.Steve.Set("""{"tmp":"/etc","home":"/etc"}"""));

        IsRefused(await bench.Steve.AskAsync(bench.Steve.Run("true", ",\"directory\":\"tmp\"")), "tmp");
        IsRefused(await bench.Steve.AskAsync(bench.Steve.Run("true")), "tmp");
    }

    [Fact]
    public async Task A_destination_that_is_allowed_can_be_used_with_what_is_below()
    {
        await using TrustBench bench = await StartAsync(new() { ["destinations"] = new[] { "tmp" } });
        Directory.CreateDirectory(bench.PathOf("tmp", "below"));

        Assert.Null((await bench.Steve.AskAsync(bench.Steve.Run("touch it", ",\"directory\":\"tmp/below\""))).Error);
        Assert.Null((await bench.Steve.AskAsync(bench.Steve.Run("true"))).Error);
        Assert.True(File.Exists(bench.PathOf("tmp", "below", "it")));
    }

    [Fact]
    public async Task A_file_pushed_onto_a_link_takes_its_place_and_leaves_what_it_led_to_as_it_was()
    {
        await using TrustBench bench = await StartAsync(new() { ["destinations"] = new[] { "tmp" } });
        string target = bench.PathOf("home", "target");
        await File.WriteAllTextAsync(target, string.Empty, TestContext.Current.CancellationToken);
        File.SetUnixFileMode(target, UnixFileMode.UserRead);
        File.CreateSymbolicLink(bench.PathOf("tmp", "link"), target);

        Assert.Null((await bench.Steve.AskAsync(Push(bench, "tmp", "link", []))).Error);

        Assert.Equal(UnixFileMode.UserRead, File.GetUnixFileMode(target));
        Assert.Null(new FileInfo(bench.PathOf("tmp", "link")).LinkTarget);
    }

    [Fact]
    public async Task Only_the_commands_that_are_listed_run()
    {
        await using TrustBench bench = await StartAsync(new()
        {
            ["verbs"] = new[] { "get", "run", "start" },
            ["commands"] = new[] { "uname -m", "echo *" },
        });

        Assert.Null((await bench.Steve.AskAsync(bench.Steve.Run("uname -m"))).Error);
        Assert.Null((await bench.Steve.AskAsync(bench.Steve.Run("echo /etc/x.1"))).Error);
        foreach (string command in (string[])["touch ran", "uname -m; touch ran", "echo $(touch ran)", "echo a b", "echo -n", "echo ", "uname -m\ntouch ran"])
        {
            IsRefused(await bench.Steve.AskAsync(bench.Steve.Run(command)), "command");
        }

        IsRefused(await bench.Steve.AskAsync(bench.Steve.Request(Verb.Start, """{"run":{"command":"touch ran"}}""")), "command");
        IsRefused(await bench.Steve.AskAsync(bench.Steve.Run("uname -m", ""","environment":{"PATH":"/tmp"}""")), "environment");
        IsRefused(await bench.Steve.AskAsync(bench.Steve.Run("uname -m", ""","stdin":"AAAA" """)), "standard input");
        await bench.IsAsItWasAsync();
    }

    [Fact]
    public async Task A_restricted_remote_lets_its_operators_read_keys_and_nothing_else()
    {
        await using TrustBench bench = await TrustBench.StartAsync(settings: new Dictionary<string, object> { ["restricted"] = true });

        IsRefused(await bench.Steve.AskAsync(bench.Steve.Run("touch ran")), "restricted");

        await bench.AuditedAsync("refused", FaultCode.NotAllowed);
        await bench.IsAsItWasAsync();
    }

    private static Task<TrustBench> StartAsync(Dictionary<string, object> rules) => TrustBench.StartAsync(rules);

    private static Request Push(TrustBench bench, string destination, string name, byte[] content) => bench.Steve.Request(
        Verb.Push,
        JsonSerializer.Serialize(new
        {
            destination,
            file = new
            {
                name,
                size = content.Length,
                block_size = 4096,
                sha256 = Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant(),
                list_sha256 = Convert.ToHexString(SHA256.HashData([])).ToLowerInvariant(),
                mode = 420,
            },
        }));

    private static void IsRefused(Reply reply, string why)
    {
        Assert.Equal((ReplyKind.Refused, FaultCode.NotAllowed), (reply.Kind, reply.Error?.Code));
        Assert.Contains(why, reply.Error!.Message);
    }
}
