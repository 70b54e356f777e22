using System.Text;
using Moi.PowerShell.Fleet;

namespace Moi.PowerShell.Objects;

/// <summary>Cuts the pieces of one stream into lines. Holds no more than one line, and of that no more than <see cref="LongestLine"/>.</summary>
internal sealed class LineCutter
{
    /// <summary>How many bytes a line may have before it comes in parts.</summary>
    public const int LongestLine = 64 * 1024;

    private readonly MemoryStream _line = new();
    private long _leftOut;

    /// <summary>How many bytes were left out in all.</summary>
    public long LeftOut { get; private set; }

    /// <summary>Takes in a piece.</summary>
    /// <returns>The lines that are complete now.</returns>
    public IEnumerable<MoiOutputLine> Cut(AskEvent.Output piece)
    {
        if (piece.LeftOut > 0)
        {
            foreach (MoiOutputLine line in Finish(piece.From, piece.Stream))
            {
                yield return line;
            }

            _leftOut += piece.LeftOut;
            LeftOut += piece.LeftOut;
        }

        ReadOnlyMemory<byte> rest = piece.Data;
        while (!rest.IsEmpty)
        {
            int end = rest.Span.IndexOf((byte)'\n');
            int taken = Math.Min(end < 0 ? rest.Length : end, LongestLine - (int)_line.Length);
            _line.Write(rest.Span[..taken]);
            rest = rest[taken..];
            if (taken == end)
            {
                rest = rest[1..];
                yield return Take(piece.From, piece.Stream);
            }
            else if (_line.Length == LongestLine)
            {
                yield return Take(piece.From, piece.Stream);
            }
        }
    }

    /// <summary>The last line, where it has no end; none otherwise.</summary>
    public IEnumerable<MoiOutputLine> Finish(AskEvent.Sender from, string stream)
    {
        if (_line.Length > 0)
        {
            yield return Take(from, stream);
        }
    }

    private MoiOutputLine Take(AskEvent.Sender from, string stream)
    {
        string text = Encoding.UTF8.GetString(_line.GetBuffer(), 0, (int)_line.Length);
        MoiOutputLine line = new()
        {
            Address = from.Address,
            Name = from.Name,
            Id = from.Id,
            Stream = stream,
            Line = text.TrimEnd('\r'),
            BytesLeftOut = _leftOut,
        };
        _line.SetLength(0);
        _leftOut = 0;
        return line;
    }
}
