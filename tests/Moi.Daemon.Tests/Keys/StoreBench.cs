using System.Text;
using System.Text.Json;
using Moi.Daemon.Journal;
using Moi.Daemon.Keys;
using Moi.Daemon.Keys.Log;

namespace Moi.Daemon.Tests.Keys;

/// <summary>A disk, a clock and a log of its own for one test, and short words for what stores are asked.</summary>
internal sealed class StoreBench
{
    public SimulatedDisk Disk { get; } = new();

    public ManualTime Time { get; } = new();

    public LogRecorder Log { get; } = new();

    public StoreLimits Limits { get; set; } = new();

    public static JsonElement Json(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    public static KeyChange Set(string name, string json) => KeyChange.Set(name, Json(json));

    public static KeyChange Add(string name, string json) => KeyChange.AddToArray(name, Json(json));

    public static KeyChange Remove(string name, string json) => KeyChange.RemoveFromArray(name, Json(json));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>All keys as "A=1 B=[2]", in order of names.</summary>
    public static string KeysOf(Store store) => string.Join(
        ' ',
        store.Keys.Snapshot()
            .OrderBy(k => k.Key, StringComparer.Ordinal)
            .Select(k => $"{k.Key}={k.Value.GetRawText()}"));

    public Store Open() => Store.Open(Disk.Mount(), Log, Time, Limits);

    public JournalRequest Request(string id, string body = "body", int ttlSeconds = 300) =>
        new("alice", id, Bytes(body), Time.Now + (ttlSeconds * 1000));

    /// <summary>The log as people read it.</summary>
    public string[] LogLines() =>
        Text(Disk.Content(RecordLog.FileName)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The log's line that holds a text, counted from 1.</summary>
    public int LineWith(string text) =>
        1 + Array.FindIndex(LogLines(), line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Changes bytes of the log behind the store's back.</summary>
    public void Deface(Action<byte[]> change)
    {
        byte[] log = [.. Disk.Content(RecordLog.FileName)];
        change(log);
        Disk.Put(RecordLog.FileName, log);
    }
}
