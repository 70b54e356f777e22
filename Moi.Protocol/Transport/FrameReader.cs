using System.Buffers;

namespace Moi.Protocol.Transport;

/// <summary>
/// Cuts a stream into MQTT packets: many small ones for one read of the socket, a large one straight into a pooled
/// buffer, one larger than allowed not at all.
/// </summary>
/// <param name="stream">Where the bytes come from; not disposed here.</param>
/// <param name="maximum">The largest packet taken, in bytes.</param>
internal sealed class FrameReader(Stream stream, int maximum)
{
    /// <summary>Small, because a swarm holds thousands; twenty replies of the usual size still share one
    /// read.</summary>
    private const int BufferSize = 8 * 1024;

    private const int LongestHeader = 5;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _start;
    private int _end;
    private byte[]? _large;
    private long _skip;
    private long _received;

    /// <summary>How many bytes have come so far: whoever waits sees by it that the other end is alive.</summary>
    public long BytesReceived => Volatile.Read(ref _received);

    /// <summary>Reads the next packet.</summary>
    /// <param name="cancel">Ends the wait; nothing can be read after that.</param>
    /// <returns>The packet, or <see cref="Frame.End"/> when the stream ended, in the middle of a packet too.</returns>
    /// <exception cref="InvalidDataException">This is no MQTT.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async ValueTask<Frame> ReadAsync(CancellationToken cancel)
    {
        ReturnLarge();
        while (_skip > 0)
        {
            if (_start == _end && !await FillAsync(cancel))
            {
                return Frame.End;
            }

            int skipped = (int)Math.Min(_skip, _end - _start);
            _start += skipped;
            _skip -= skipped;
        }

        int headerSize;
        int bodySize;
        while (!TryReadHeader(out headerSize, out bodySize))
        {
            if (!await FillAsync(cancel))
            {
                return Frame.End;
            }
        }

        byte header = _buffer[_start];
        int size = headerSize + bodySize;
        bool oversized = size > maximum;
        if (size > BufferSize && !oversized)
        {
            return await ReadLargeAsync(header, headerSize, bodySize, cancel);
        }

        int kept = Math.Min(size, BufferSize);
        while (_end - _start < kept)
        {
            if (!await FillAsync(cancel))
            {
                return Frame.End;
            }
        }

        ArraySegment<byte> body = new(_buffer, _start + headerSize, kept - headerSize);
        _start += kept;
        _skip = size - kept;
        return new Frame(header, body, size, oversized);
    }

    private async ValueTask<Frame> ReadLargeAsync(byte header, int headerSize, int bodySize, CancellationToken cancel)
    {
        _large = ArrayPool<byte>.Shared.Rent(bodySize);
        int have = _end - _start - headerSize;
        _buffer.AsSpan(_start + headerSize, have).CopyTo(_large);
        _start = _end = 0;
        while (have < bodySize)
        {
            int read = await stream.ReadAsync(_large.AsMemory(have, bodySize - have), cancel);
            if (read == 0)
            {
                return Frame.End;
            }

            Volatile.Write(ref _received, _received + read);
            have += read;
        }

        return new Frame(header, new ArraySegment<byte>(_large, 0, bodySize), headerSize + bodySize, false);
    }

    private bool TryReadHeader(out int headerSize, out int bodySize)
    {
        bodySize = 0;
        headerSize = 1;
        for (int shift = 0; headerSize < _end - _start; shift += 7)
        {
            byte digit = _buffer[_start + headerSize++];
            bodySize |= (digit & 0x7F) << shift;
            if ((digit & 0x80) == 0)
            {
                return _buffer[_start] >= 0x10
                    ? true
                    : throw new InvalidDataException("A packet has the reserved type 0.");
            }

            if (headerSize == LongestHeader)
            {
                throw new InvalidDataException("The length of a packet has more than four bytes.");
            }
        }

        return false;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == BufferSize || _start > BufferSize / 2)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        int read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel);
        _end += read;
        Volatile.Write(ref _received, _received + read);
        return read > 0;
    }

    private void ReturnLarge()
    {
        if (_large is not null)
        {
            ArrayPool<byte>.Shared.Return(_large);
            _large = null;
        }
    }
}
