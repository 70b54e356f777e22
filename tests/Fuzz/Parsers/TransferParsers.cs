using System.Security.Cryptography;
using System.Text.Json;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;

namespace Moi.Fuzz.Parsers;

/// <summary>What the two ends of a file transfer send each other.</summary>
internal static class TransferParsers
{
    private const int BlockSize = BlockLayout.SmallestBlock;
    private static readonly byte[] Content = [.. Enumerable.Range(0, (2 * BlockSize) + 7).Select(i => (byte)(i / 3))];
    private static readonly byte[] List = [.. Content.Chunk(BlockSize).SelectMany(SHA256.HashData)];

    public static IEnumerable<FuzzedParser> All =>
    [
        new("block", 16 * 1024, Receive),
        new("want", 4 * 1024, Send),
        FuzzedParser.Refusing<JsonException>("manifest", 16 * 1024, Announce),
    ];

    /// <summary>A transfer's messages, each behind its length in two bytes; whatever comes, only the file itself is taken.</summary>
    private static string Receive(byte[] input)
    {
        FileManifest manifest = new()
        {
            Name = "f",
            Size = Content.Length,
            BlockSize = BlockSize,
            Sha256 = Hex(Content),
            ListSha256 = Hex(List),
            Mode = 0x1A4,
        };
        FileReceiver receiver = new(manifest, 1);
        byte[] file = new byte[Content.Length];
        string how = string.Empty;
        for (int at = 0; at + 2 <= input.Length;)
        {
            int length = Math.Min((input[at] << 8) | input[at + 1], input.Length - at - 2);
            if (BlockMessage.TryRead(input.AsMemory(at + 2, length), out BlockMessage message))
            {
                Receipt receipt = receiver.Take(message);
                how += receipt;
                if (receipt == Receipt.New)
                {
                    message.Data.CopyTo(file.AsMemory((int)receiver.Layout.OffsetOf(message.Block)));
                }

                FuzzedParser.Promise(Want.Read(receiver.Report(false).ToBytes(), receiver.Layout.Count) is not null, "a report can be read");
            }

            at += 2 + length;
        }

        FuzzedParser.Promise(receiver.Have <= Content.Length, "no more comes than there is");
        FuzzedParser.Promise(!receiver.IsComplete || file.AsSpan().SequenceEqual(Content), "only the file itself is taken");
        return how;
    }

    /// <summary>Reports of three receivers, each behind its length in two bytes; the sender sends what it has and comes to an end.</summary>
    private static string Send(byte[] input)
    {
        const int Size = 300 * BlockSize;
        FileSender sender = new(new BlockLayout(Size, BlockSize), new SenderOptions { Expected = 1, Gathering = TimeSpan.Zero });
        string how = string.Empty;
        int number = 0;
        for (int at = 0; at + 2 <= input.Length; number++)
        {
            int length = Math.Min((input[at] << 8) | input[at + 1], input.Length - at - 2);
            Want? want = Want.Read(input.AsSpan(at + 2, length), sender.Layout.Count);
            how += want is null ? "no" : "yes";
            if (want is not null)
            {
                FuzzedParser.Promise(
                    want.Ranges.All(range => range.From >= 0 && range.From < range.To && range.To <= want.End) && want.End <= sender.Layout.Count,
                    "what is wanted is there");
                TimeSpan now = TimeSpan.FromSeconds(number);
                sender.Hear($"r{number % 3}", want, now);
                int sent = 0;
                while (sender.Next(now) is { Block: { } block })
                {
                    FuzzedParser.Promise(block >= 0 && block < sender.Layout.Count, "what is sent is there");
                    FuzzedParser.Promise(++sent <= 2 * sender.Layout.Count, "one report is not answered without end");
                }
            }

            at += 2 + length;
        }

        return how;
    }

    private static string Announce(byte[] input)
    {
        FileManifest manifest = JsonSerializer.Deserialize(input, MessageJson.Wire.PushArguments)?.File ?? throw new JsonException("It is null.");
        if (manifest.FindProblem() is { } problem)
        {
            return problem;
        }

        FuzzedParser.Promise(Path.GetFileName(manifest.Name) == manifest.Name, "a name is one part of a path");
        FileReceiver receiver = new(manifest, 1);
        return receiver.Layout.ListBlocks == 0 ? "empty file" : "file";
    }

    private static string Hex(byte[] bytes) => Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant();
}
