using Moi.Daemon.Tests.Remotes;
using Moi.Daemon.Trust;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;

namespace Moi.Daemon.Tests.Trust;

/// <summary>A broker that repeats, reorders, edits, keeps and redirects what was signed.</summary>
public sealed class HostileBrokerTests
{
    private const int Requests = 10;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Nothing_runs_but_what_was_asked_of_this_remote_and_that_once_at_most(int seed)
    {
        using var key = OperatorKey.Create();
        await using RemoteBench bench = await RemoteBench.StartAsync(
            options => options with { Operators = [new KnownOperator { Name = "steve", Key = key.Public }] });
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        List<byte[]> signed = [];
        for (int i = 0; i < Requests; i++)
        {
            signed.Add(Envelope.Seal(bench.Operator.Run($"echo meant-{i} >> count"), key));
            signed.Add(Envelope.Seal(bench.Operator.Run($"echo other-{i} >> count") with { Audience = Audience.Of(["r2"]) }, key));
            signed.Add(Envelope.Seal(bench.Operator.Run($"echo old-{i} >> count") with { IssuedAt = now - 600_000 }, key));
            signed.Add(Envelope.Seal(bench.Operator.Run($"echo early-{i} >> count") with { IssuedAt = now + 600_000 }, key));
        }

        Random chance = new(seed);
        await PlayAsync(bench, signed, chance);
        await bench.RestartRemoteAsync();
        await PlayAsync(bench, signed, chance);

        // What the restart cut off runs no more, so a line may be missing; but none is there twice.
        await bench.StopRemoteAsync();
        string[] lines = bench.LinesOf("count");
        Assert.All(lines, line => Assert.StartsWith("meant-", line));
        Assert.Equal(lines.Distinct(), lines);
        Assert.NotEmpty(lines);
    }

    private static async Task PlayAsync(RemoteBench bench, List<byte[]> signed, Random chance)
    {
        string[] topics = [bench.Operator.Topics.AskAll, bench.Operator.Topics.AskRemote("r1")];
        for (int i = 0; i < 300; i++)
        {
            byte[] message = [.. signed[chance.Next(signed.Count)]];
            if (chance.Next(2) == 0)
            {
                message[chance.Next(message.Length)] ^= (byte)(1 << chance.Next(8));
            }

            await bench.Operator.SendAsync(message, topics[chance.Next(topics.Length)], retain: chance.Next(20) == 0);
        }
    }
}
