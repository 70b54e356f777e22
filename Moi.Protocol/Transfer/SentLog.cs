namespace Moi.Protocol.Transfer;

/// <summary>The latest messages a sender has sent. What is older has arrived or is lost.</summary>
internal sealed class SentLog
{
    private const int Kept = 8192;

    private readonly Sent[] _ring = new Sent[Kept];

    /// <summary>The sequence of the last message; 0 before the first.</summary>
    public uint Last { get; private set; }

    /// <summary>Enters a message.</summary>
    /// <returns>Its sequence.</returns>
    public uint Add(int bytes, string? to, TimeSpan now)
    {
        Last++;
        _ring[Last % Kept] = new Sent(bytes, to, now);
        return Last;
    }

    /// <summary>How many bytes went to a receiver after a sequence.</summary>
    public long BytesSince(uint sequence, string receiver)
    {
        long bytes = 0;
        for (uint i = Last; i > sequence && Last - i < Kept; i--)
        {
            Sent sent = _ring[i % Kept];
            bytes += sent.To is null || sent.To == receiver ? sent.Bytes : 0;
        }

        return bytes;
    }

    /// <summary>The last sequence that was sent by a time.</summary>
    public uint LastSentBy(TimeSpan time)
    {
        uint i = Last;
        while (i > 0 && Last - i < Kept && _ring[i % Kept].At > time)
        {
            i--;
        }

        return i;
    }

    private readonly record struct Sent(int Bytes, string? To, TimeSpan At);
}
