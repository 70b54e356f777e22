using System.Text;
using System.Text.Json;
using Moi.Daemon.Jobs;
using Moi.Daemon.Jobs.Book;
using Moi.PowerShell;
using Moi.PowerShell.Groups;
using Moi.Protocol.Transport;

namespace Moi.Fuzz.Parsers;

/// <summary>Small files beside the store and beside the operator's configuration, and the packets of a broker.</summary>
internal static class FileParsers
{
    private const int LargestFile = 64 * 1024;
    private const int LargestPacket = 16 * 1024;

    public static IEnumerable<FuzzedParser> All(string folder)
    {
        string file = Path.Combine(folder, "file.json");
        string groups = Path.Combine(folder, "groups");
        Directory.CreateDirectory(groups);
        return
        [
            new("command", LargestFile, input => Described(file, input, json => CommandSpecJson.Read(json), spec => CommandSpecJson.Write(spec))),
            new("command-result", LargestFile, input => Described(file, input, json => CommandResultJson.Read(json), result => CommandResultJson.Write(result))),
            new("job", LargestFile, input => Described(
                file,
                input,
                json => JsonSerializer.Deserialize(json, JobRecordJson.Default.JobRecord),
                job => Encoding.UTF8.GetBytes($"{job.Id}{job.Name}"))),
            FuzzedParser.Refusing<MoiException>("group", LargestFile, input =>
            {
                File.WriteAllBytes(Path.Combine(groups, "g.json"), input);
                Group group = new GroupBook(groups).Find("g")!;
                return $"{group.Members.Count} {group.Generation.Length} {group.Present(new()).Count(member => member.Name.Length > 0)}";
            }),
            FuzzedParser.Refusing<InvalidDataException>("packets", 64 * 1024, Packets),
        ];
    }

    /// <summary>A file that is damaged says no more than none; one that is not can be written again.</summary>
    private static string Described<T>(string file, byte[] input, Func<byte[], T?> parse, Func<T, byte[]> write)
        where T : class
    {
        File.WriteAllBytes(file, input);
        if (CommandFiles.Read(file, parse) is not { } read)
        {
            return "none";
        }

        return $"read {write(read).Length > 0}";
    }

    private static string Packets(byte[] input)
    {
        FrameReader reader = new(new MemoryStream(input), LargestPacket);
        string kinds = string.Empty;
        for (Frame frame = Next(reader); !frame.IsEnd; frame = Next(reader))
        {
            FuzzedParser.Promise(frame.Body.Count <= LargestPacket, "no packet is larger than the limit");
            kinds += (char)('a' + (frame.Header >> 4));
        }

        return kinds;
    }

    private static Frame Next(FrameReader reader) => reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
