using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Moi.Testing;

/// <summary>Keeps what is logged, for tests that look at it and for failure messages.</summary>
public sealed class RecordingLogger : ILogger
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    /// <summary>Everything so far, oldest first.</summary>
    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        _entries.Enqueue(new LogEntry(logLevel, eventId.Id, formatter(state, exception), exception));
    }

    public override string ToString() => string.Join('\n', _entries);
}

/// <summary>One thing that was logged.</summary>
public sealed record LogEntry(LogLevel Level, int Id, string Text, Exception? Exception);
