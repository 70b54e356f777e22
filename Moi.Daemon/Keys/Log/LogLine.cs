using System.Globalization;
using System.Text;

namespace Moi.Daemon.Keys.Log;

/// <summary>One line of the log: eight hex digits of CRC-32, a space, JSON without line breaks, a line feed.</summary>
internal static class LogLine
{
    private const int ChecksumDigits = 8;
    private const int HeaderLength = ChecksumDigits + 1;

    /// <summary>A damaged line may hold a sound record behind it; this many places are looked at.</summary>
    private const int MaxPlacesToLook = 16;

    /// <summary>How many bytes a record takes in the log.</summary>
    public static int Length(ReadOnlyMemory<byte> json) => HeaderLength + json.Length + 1;

    public static byte[] Frame(ReadOnlySpan<byte> json)
    {
        byte[] line = new byte[HeaderLength + json.Length + 1];
        Encoding.ASCII.GetBytes(Crc32.Of(json).ToString("x8", CultureInfo.InvariantCulture), line);
        line[ChecksumDigits] = (byte)' ';
        json.CopyTo(line.AsSpan(HeaderLength));
        line[^1] = (byte)'\n';
        return line;
    }

    /// <summary>The JSON of a line given without its line feed; false when the checksum does not agree.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> line, out ReadOnlyMemory<byte> json)
    {
        json = default;
        if (!TryReadChecksum(line.Span, out uint checksum) || Crc32.Of(line.Span[HeaderLength..]) != checksum)
        {
            return false;
        }

        json = line[HeaderLength..];
        return true;
    }

    /// <summary>
    /// Where the damage hit a line feed, two lines have become one; the second is whole and must not be lost.
    /// </summary>
    public static bool TryReadSecond(ReadOnlyMemory<byte> line, out ReadOnlyMemory<byte> json)
    {
        json = default;
        int looked = 0;
        for (int at = 1; at < line.Length && looked < MaxPlacesToLook; at++)
        {
            if (TryReadChecksum(line.Span[at..], out _))
            {
                looked++;
                if (TryRead(line[at..], out json))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>
    /// What is wrong with a line that <see cref="TryRead"/> refused, for the person who has to mend it.
    /// </summary>
    public static string Describe(ReadOnlySpan<byte> line) => TryReadChecksum(line, out uint checksum)
        ? $"its checksum is {checksum:x8}, its text makes {Crc32.Of(line[HeaderLength..]):x8}"
        : "it does not start with a checksum";

    private static bool TryReadChecksum(ReadOnlySpan<byte> line, out uint checksum)
    {
        checksum = 0;
        return line.Length > HeaderLength
            && line[ChecksumDigits] == (byte)' '
            && uint.TryParse(
                line[..ChecksumDigits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out checksum);
    }
}
