using Moi.Protocol.Transfer;
using Moi.Protocol.Transport;

namespace Moi.Daemon.Files;

/// <summary>What of a block fits into one packet of the broker.</summary>
internal static class BlockPackets
{
    /// <summary>What goes round a block: the header, the topic with its root, transfer and id, and MQTT's own bytes.</summary>
    private const int Around = 1024;

    /// <summary>The largest block that can be sent over a connection.</summary>
    /// <param name="connection">The connection; null where there is none now.</param>
    /// <param name="wanted">How large it may be at the most, in bytes.</param>
    /// <exception cref="IOException">The broker takes no packet that even the smallest block fits into.</exception>
    public static int LargestBlock(ConnectionInfo? connection, int wanted)
    {
        long room = (connection?.MaximumPacketSize ?? int.MaxValue) - Around;
        return room >= BlockLayout.SmallestBlock
            ? (int)Math.Min(wanted, room)
            : throw new IOException(
                $"The broker takes packets of {connection?.MaximumPacketSize} bytes at the most: no file can be sent in those. Raise its packet limit.");
    }
}
