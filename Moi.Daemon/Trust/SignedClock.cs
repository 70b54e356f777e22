using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Moi.Protocol.Configuration;

namespace Moi.Daemon.Trust;

/// <summary>
/// What time it is at least, by all that a remote has to go by: the system's clock, the latest time that an operator signed and it
/// accepted, and the one before the last start. Many small devices start without a clock, and whoever sets theirs back could
/// otherwise have old requests carried out.
/// </summary>
internal sealed partial class SignedClock
{
    /// <summary>How far an operator's clock may be off.</summary>
    public static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(5);

    /// <summary>No moid that knows operators is older: a clock that says so was not set.</summary>
    private static readonly DateTimeOffset Earliest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly TimeSpan KeepEvery = TimeSpan.FromMinutes(10);

    private readonly object _gate = new();
    private readonly string _file;
    private readonly bool _isTrusted;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private DateTimeOffset _floor;
    private DateTimeOffset _kept;
    private (DateTimeOffset Time, long Timestamp)? _proven;

    /// <summary>A clock that keeps the latest time in a file, and believes the system's where that looks right, or not even then.</summary>
    public SignedClock(string file, bool isTrusted, TimeProvider time, ILogger logger)
    {
        _file = file;
        _isTrusted = isTrusted;
        _time = time;
        _logger = logger;
        _floor = _kept = Read();
    }

    /// <summary>What time it is, at least.</summary>
    public DateTimeOffset Now
    {
        get
        {
            lock (_gate)
            {
                return Latest();
            }
        }
    }

    /// <summary>
    /// Whether the system's clock is to be believed: it was set, and is not behind what operators have signed. Only then is a request
    /// of another time old for certain.
    /// </summary>
    public bool IsRight
    {
        get
        {
            lock (_gate)
            {
                return IsSystemRight(_time.GetUtcNow());
            }
        }
    }

    /// <summary>Whether <see cref="Now"/> is good enough to tell a new request from an old one: the clock is right, or an operator has proved the time since the start.</summary>
    public bool IsKnown
    {
        get
        {
            lock (_gate)
            {
                return _proven is not null || IsSystemRight(_time.GetUtcNow());
            }
        }
    }

    /// <summary>Takes note of when a request was signed that was accepted by the clock.</summary>
    public void Accepted(DateTimeOffset signed)
    {
        lock (_gate)
        {
            DateTimeOffset now = Latest();
            if (!IsSystemRight(_time.GetUtcNow()) && _proven is null)
            {
                return;
            }

            Raise(signed < now ? signed : now);
        }
    }

    /// <summary>Takes note of when a request was signed that a nonce proves to be of now. A clock that is right stays as it is.</summary>
    public void Proved(DateTimeOffset signed)
    {
        lock (_gate)
        {
            if (IsSystemRight(_time.GetUtcNow()))
            {
                return;
            }

            if (_proven is null || signed > Latest())
            {
                _proven = (signed, _time.GetTimestamp());
            }

            Raise(signed);
        }
    }

    private bool IsSystemRight(DateTimeOffset system) => _isTrusted && system >= Earliest && system + LargestSkew >= _floor;

    private void Raise(DateTimeOffset floor)
    {
        _floor = floor > _floor ? floor : _floor;
        if (_floor - _kept >= KeepEvery)
        {
            _kept = _floor;
            Keep();
        }
    }

    private DateTimeOffset Latest()
    {
        DateTimeOffset now = _time.GetUtcNow();
        now = _floor > now ? _floor : now;
        return _proven is { } proven && proven.Time + _time.GetElapsedTime(proven.Timestamp) is var running && running > now ? running : now;
    }

    private DateTimeOffset Read()
    {
        try
        {
            return File.Exists(_file) && DateTimeOffset.TryParseExact(
                File.ReadAllText(_file).Trim(), "O", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset kept)
                ? kept
                : DateTimeOffset.MinValue;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogUnread(_logger, _file, e.Message);
            return DateTimeOffset.MinValue;
        }
    }

    private void Keep()
    {
        string next = $"{_file}.next";
        try
        {
            Write(next, _kept.ToString("O", CultureInfo.InvariantCulture));
            File.Move(next, _file, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is kept again with a later request; until then a start without a clock goes back further.
            LogUnkept(_logger, _file, e.Message);
        }
    }

    private static void Write(string path, string text)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        using FileStream file = new(path, options.ForOwnerOnly());
        file.Write(Encoding.ASCII.GetBytes(text));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The latest signed time in {File} cannot be read: {Reason}")]
    private static partial void LogUnread(ILogger logger, string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The latest signed time cannot be kept in {File}: {Reason}")]
    private static partial void LogUnkept(ILogger logger, string file, string reason);
}
