using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace Moi.Daemon.Program;

/// <summary>
/// moid's log: one line for each entry, in the form that the systemd journal reads severities from. On standard error: standard
/// output is for what a command has to say.
/// </summary>
/// <param name="name">What the lines begin with.</param>
/// <param name="least">What is less severe is left out.</param>
/// <param name="output">Where the lines go; each in one write.</param>
internal sealed class DaemonLog(string name, LogLevel least, Stream output) : ILogger
{
    private readonly object _gate = new();

    /// <summary>A log on standard error.</summary>
    public DaemonLog(string name, LogLevel least)
        : this(name, least, Console.OpenStandardError())
    {
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least && logLevel != LogLevel.None;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
        {
            return;
        }

        // A line break would make the rest of an entry one of its own, without a severity.
        string text = exception is null ? formatter(state, exception) : $"{formatter(state, exception)} {exception}";
        byte[] line = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture, $"<{SeverityOf(logLevel)}>{name}: {text.ReplaceLineEndings(" ")}\n"));
        try
        {
            lock (_gate)
            {
                output.Write(line);
            }
        }
        catch (IOException)
        {
            // Nobody reads the log any more; a remote goes on without one.
        }
    }

    /// <summary>The severity as syslog counts it.</summary>
    private static int SeverityOf(LogLevel level) => level switch
    {
        LogLevel.Critical => 2,
        LogLevel.Error => 3,
        LogLevel.Warning => 4,
        LogLevel.Information => 6,
        _ => 7,
    };
}
