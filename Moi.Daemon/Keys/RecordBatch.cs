using System.Buffers;
using System.Text.Json;

namespace Moi.Daemon.Keys;

/// <summary>Records on their way into one line of the log.</summary>
internal sealed class RecordBatch : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _writer;

    public RecordBatch()
    {
        _writer = new Utf8JsonWriter(_buffer, CompactJson.WriterOptions);
        _writer.WriteStartArray();
    }

    public int Count { get; private set; }

    public long Length => _writer.BytesCommitted + _writer.BytesPending;

    public void Add(StoreRecord record)
    {
        RecordFormat.Write(_writer, record);
        Count++;
    }

    /// <summary>Ends the batch: the JSON of the one record, or an array of them.</summary>
    public ReadOnlySpan<byte> Finish()
    {
        _writer.WriteEndArray();
        _writer.Flush();
        return Count == 1 ? _buffer.WrittenSpan[1..^1] : _buffer.WrittenSpan;
    }

    public void Dispose() => _writer.Dispose();
}
