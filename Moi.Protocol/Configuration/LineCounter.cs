using System.Text;

namespace Moi.Protocol.Configuration;

/// <summary>Turns offsets into lines and columns. Asked in rising order it goes through the text once.</summary>
/// <param name="text">UTF-8.</param>
internal ref struct LineCounter(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;
    private int _line = 1;
    private int _lineStart;
    private int _counted;

    /// <summary>The place of a byte; columns count UTF-16 characters.</summary>
    /// <param name="offset">Not less than that of the call before.</param>
    public SourcePosition At(int offset)
    {
        ReadOnlySpan<byte> next = _text[_counted..offset];
        _line += next.Count((byte)'\n');
        int lastBreak = next.LastIndexOf((byte)'\n');
        _lineStart = lastBreak < 0 ? _lineStart : _counted + lastBreak + 1;
        _counted = offset;
        return new SourcePosition(_line, Encoding.UTF8.GetCharCount(_text[_lineStart..offset]) + 1);
    }
}
