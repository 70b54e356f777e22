using System.Text;

namespace Moi.PowerShell.Recipes;

/// <summary>Lines of PowerShell, indented.</summary>
internal sealed class ScriptWriter
{
    private const int Indentation = 4;

    private readonly StringBuilder _text = new();
    private int _depth = 1;

    /// <summary>Adds a line.</summary>
    public void Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * Indentation).Append(line);
        }

        _text.Append('\n');
    }

    /// <summary>Adds a block between braces.</summary>
    public void Block(string head, Action content)
    {
        Line($"{head} {{");
        Indented(content);
        Line("}");
    }

    /// <summary>Adds lines that are further to the right.</summary>
    public void Indented(Action content)
    {
        _depth++;
        content();
        _depth--;
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();
}
