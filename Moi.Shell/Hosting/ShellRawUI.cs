using System.Management.Automation.Host;
using Moi.Shell.Editing;

namespace Moi.Shell.Hosting;

/// <summary>The raw side of the host: sizes and widths for the formatter; no screen buffer.</summary>
/// <param name="terminal">The terminal.</param>
internal sealed class ShellRawUI(Terminal terminal) : PSHostRawUserInterface
{
    /// <inheritdoc/>
    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    /// <inheritdoc/>
    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    /// <inheritdoc/>
    public override Coordinates CursorPosition { get; set; }

    /// <inheritdoc/>
    public override Coordinates WindowPosition { get; set; }

    /// <inheritdoc/>
    public override int CursorSize { get; set; } = 25;

    /// <summary>The size of the terminal; the size to format for where there is none. Cannot be changed.</summary>
    public override Size BufferSize
    {
        get => new(terminal.Width, terminal.Height);
        set => throw NoScreen();
    }

    /// <inheritdoc cref="BufferSize"/>
    public override Size WindowSize
    {
        get => BufferSize;
        set => throw NoScreen();
    }

    /// <inheritdoc/>
    public override Size MaxWindowSize => BufferSize;

    /// <inheritdoc/>
    public override Size MaxPhysicalWindowSize => BufferSize;

    /// <inheritdoc/>
    public override bool KeyAvailable => terminal.InputIsTerminal && terminal.KeyAvailable;

    /// <inheritdoc/>
    public override string WindowTitle { get; set; } = "";

    /// <inheritdoc/>
    public override KeyInfo ReadKey(ReadKeyOptions options) => throw NoScreen();

    /// <summary>Does nothing: no input is buffered here.</summary>
    public override void FlushInputBuffer()
    {
    }

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source) => CellWidth.Of(source);

    /// <inheritdoc/>
    public override int LengthInBufferCells(string source, int offset) => CellWidth.Of(source.AsSpan(offset));

    /// <inheritdoc/>
    public override int LengthInBufferCells(char source) => CellWidth.Of([source]);

    /// <inheritdoc/>
    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NoScreen();

    /// <inheritdoc/>
    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw NoScreen();

    /// <inheritdoc/>
    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw NoScreen();

    /// <inheritdoc/>
    public override void ScrollBufferContents(
        Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill)
        => throw NoScreen();

    private static NotSupportedException NoScreen()
        => new("Moi's shell keeps no screen buffer and reads no single keys; run this in pwsh.");
}
