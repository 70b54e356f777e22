using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Moi.Daemon.Keys;
using Moi.Daemon.Keys.Log;

namespace Moi.Fuzz.Parsers;

/// <summary>The log of a store: whatever stands in it, a remote starts, and what it shows is still there the next time.</summary>
internal static class StoreParsers
{
    private const int LargestLog = 128 * 1024;

    public static IEnumerable<FuzzedParser> All =>
    [
        new("store-log", LargestLog, OpenTwice),
        new("store-records", LargestLog, input => OpenTwice(Framed(input))),
    ];

    private static string OpenTwice(byte[] log)
    {
        MemoryStorage storage = new(log);
        (string id, long epoch, string keys) = Open(storage);
        (string id2, long epoch2, string keys2) = Open(storage);
        FuzzedParser.Promise(id == id2, "a remote keeps its id");
        FuzzedParser.Promise(keys == keys2, "keys that were shown are there the next time");
        FuzzedParser.Promise(epoch2 >= epoch, "epochs never go back");
        return $"{keys.Length > 2} {log.Length == storage.Log.Length}";
    }

    private static (string Id, long Epoch, string Keys) Open(MemoryStorage storage)
    {
        Store store = Store.Open(storage, NullLogger.Instance, TimeProvider.System, new StoreLimits());
        try
        {
            return (store.GeneratedId, store.Epoch, Text(store));
        }
        finally
        {
            store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static string Text(Store store) => string.Join(
        '\n', store.Keys.Snapshot().OrderBy(key => key.Key, StringComparer.Ordinal).Select(key => $"{key.Key}={key.Value.GetRawText()}"));

    /// <summary>Each line with the checksum that a sound one has.</summary>
    private static byte[] Framed(byte[] input)
    {
        List<byte> log = [];
        foreach (byte[] line in Lines(input))
        {
            log.AddRange(LogLine.Frame(line));
        }

        return [.. log];
    }

    private static IEnumerable<byte[]> Lines(byte[] input)
    {
        int start = 0;
        for (int end = Array.IndexOf(input, (byte)'\n'); end >= 0; end = Array.IndexOf(input, (byte)'\n', start))
        {
            yield return input[start..end];
            start = end + 1;
        }

        yield return input[start..];
    }
}
