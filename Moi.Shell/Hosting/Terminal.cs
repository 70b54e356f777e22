using System.Text;

namespace Moi.Shell.Hosting;

/// <summary>
/// The standard streams of this process and what is known of them; the only place, with the classes of this folder,
/// that touches the console.
/// </summary>
internal sealed class Terminal
{
    private const int WidthWithoutTerminal = 120;

    private readonly TextReader _input;
    private Task<string?>? _pendingLine;
    private Task<ConsoleKeyInfo>? _pendingKey;

    /// <summary>Looks at the standard streams and sets them to UTF-8 without a byte order mark.</summary>
    public Terminal()
    {
        UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
        Console.OutputEncoding = encoding;
        Output = Console.Out;
        Error = Console.Error;
        InputIsTerminal = !Console.IsInputRedirected;
        OutputIsTerminal = !Console.IsOutputRedirected;
        ErrorIsTerminal = !Console.IsErrorRedirected;

        // On a terminal Console.In knows about line editing by the system; on a file it buffers just the same.
        _input = InputIsTerminal ? Console.In : new StreamReader(Console.OpenStandardInput(), encoding);

        // Windows consoles need a mode set first, which this small shell leaves to pwsh.
        UnderstandsEscapes = !OperatingSystem.IsWindows()
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        UsesColour = OutputIsTerminal && UnderstandsEscapes
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
    }

    /// <summary>Whether standard input is a terminal.</summary>
    public bool InputIsTerminal { get; }

    /// <summary>Whether standard output is a terminal.</summary>
    public bool OutputIsTerminal { get; }

    /// <summary>Whether standard error is a terminal.</summary>
    public bool ErrorIsTerminal { get; }

    /// <summary>Whether a terminal on any of the streams understands escape sequences.</summary>
    public bool UnderstandsEscapes { get; }

    /// <summary>Whether standard output may carry colours.</summary>
    public bool UsesColour { get; }

    /// <summary>Whether lines can be edited with the keys of a terminal.</summary>
    public bool CanEditLines => InputIsTerminal && OutputIsTerminal && UnderstandsEscapes;

    /// <summary>Standard output.</summary>
    public TextWriter Output { get; }

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>Where questions go: to whatever the user sees.</summary>
    public TextWriter Questions => OutputIsTerminal || !ErrorIsTerminal ? Output : Error;

    /// <summary>The width to format for, in cells.</summary>
    public int Width => OutputIsTerminal && Console.WindowWidth is > 0 and int width ? width : WidthWithoutTerminal;

    /// <summary>The height of the terminal in rows; 0 where there is none.</summary>
    public int Height => OutputIsTerminal ? Console.WindowHeight : 0;

    /// <summary>Whether a key waits to be read.</summary>
    public bool KeyAvailable => _pendingKey is { IsCompleted: true } || Console.KeyAvailable;

    /// <summary>Reads a line as the system gives it.</summary>
    /// <param name="stop">Ends the wait; the line, when it comes, is kept for the next reader.</param>
    /// <returns>The line, or null at the end of the input.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> came first.</exception>
    public string? ReadLine(CancellationToken stop) => Await(ref _pendingLine, _input.ReadLine, stop);

    /// <summary>Reads a key without showing it.</summary>
    /// <param name="stop">Ends the wait; the key, when it comes, is kept for the next reader.</param>
    /// <returns>The key.</returns>
    /// <exception cref="OperationCanceledException"><paramref name="stop"/> came first.</exception>
    public ConsoleKeyInfo ReadKey(CancellationToken stop)
        => Await(ref _pendingKey, () => Console.ReadKey(intercept: true), stop);

    // A blocking read cannot be cancelled, only no longer waited for.
    private static T Await<T>(ref Task<T>? pending, Func<T> read, CancellationToken stop)
    {
        pending ??= Task.Run(read, CancellationToken.None);
        pending.Wait(stop);
        T result = pending.GetAwaiter().GetResult();
        pending = null;
        return result;
    }
}
