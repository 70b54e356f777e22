using System.Text;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Objects;

/// <summary>One stream of a command's output, put together from the answer and from what is fetched after it.</summary>
internal sealed class RunOutput
{
    private readonly StreamValue _stream;
    private readonly MemoryStream _head = new();
    private readonly MemoryStream _tail = new();

    public RunOutput(StreamValue stream)
    {
        _stream = stream;
        _head.Write(stream.Data ?? Encoding.UTF8.GetBytes(stream.Text ?? string.Empty));
    }

    /// <summary>Nothing was written.</summary>
    public static RunOutput None => new(new StreamValue { Bytes = 0, Sha256 = string.Empty });

    /// <summary>How many bytes of it the remote keeps.</summary>
    public long Kept => _stream.Bytes - _stream.DroppedBytes;

    /// <summary>Whether the remote left out the middle.</summary>
    public bool IsTruncated => _stream.DroppedBytes > 0;

    /// <summary>Where the first byte that is kept and not here yet stands in the stream; null when all are here.</summary>
    public long? NextMissing
    {
        get
        {
            if (_head.Length < HeadLength)
            {
                return _head.Length;
            }

            long next = HeadLength + _stream.DroppedBytes + _tail.Length;
            return next < _stream.Bytes ? next : null;
        }
    }

    /// <summary>What is kept, without the middle that was left out.</summary>
    public byte[] Bytes => [.. _head.ToArray(), .. _tail.ToArray()];

    /// <summary>The same as text, without the last line's end; where the middle was left out, a line says so.</summary>
    public string Text
    {
        get
        {
            string head = Encoding.UTF8.GetString(_head.ToArray());
            string text = IsTruncated
                ? $"{head}\n[... {_stream.DroppedBytes} bytes left out ...]\n{Encoding.UTF8.GetString(_tail.ToArray())}"
                : head + Encoding.UTF8.GetString(_tail.ToArray());
            return text.TrimEnd('\r', '\n');
        }
    }

    private long HeadLength => IsTruncated ? _stream.DroppedAt : _stream.Bytes;

    /// <summary>Adds a piece that was asked for at <see cref="NextMissing"/>.</summary>
    public void Add(OutputValue piece) => (piece.Offset < HeadLength ? _head : _tail).Write(piece.Data);
}
