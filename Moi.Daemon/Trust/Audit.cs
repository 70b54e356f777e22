using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Trust;

/// <summary>
/// Who changed something here, or tried to: a line of JSON each, in <c>audit.log</c> of the store, or in the log. Those that were
/// turned away stand in <c>audit-strangers.log</c>, so that whoever makes many cannot push the others out.
/// </summary>
internal sealed partial class Audit
{
    private const long FileLimit = 1024 * 1024;
    private const int FilesKept = 4;

    private readonly AuditFile? _own;
    private readonly AuditFile? _strangers;
    private readonly IReadOnlyDictionary<string, string> _keys;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private int _isBroken;

    /// <summary>An audit that goes where the options say, and knows whose keys are whose by them.</summary>
    public Audit(RemoteOptions options, TimeProvider time, ILogger logger)
    {
        _time = time;
        _logger = logger;
        _keys = (options.Operators ?? []).ToDictionary(known => known.Name, known => known.Key.Id, StringComparer.Ordinal);
        if (!options.AuditsToLog)
        {
            _own = new AuditFile(Path.Combine(options.StoreDirectory, "audit.log"), FileLimit, FilesKept);
            _strangers = new AuditFile(Path.Combine(options.StoreDirectory, "audit-strangers.log"), FileLimit, 1);
        }
    }

    /// <summary>What became of a request.</summary>
    /// <param name="request">The request, whose operator is the one that was verified if any was.</param>
    /// <param name="result">See <see cref="AuditEntry.Result"/>.</param>
    /// <param name="reason">The code of what was wrong; null for nothing.</param>
    public void Add(Request request, string result, string? reason = null) => Write(
        _own, Describe(request) with { Key = _keys.GetValueOrDefault(request.Operator), Result = result, Reason = reason });

    /// <summary>A message of nobody that is known.</summary>
    /// <param name="request">The request inside; null where it could not be read.</param>
    /// <param name="keyId">The key that it says signed it.</param>
    /// <param name="reason">What was wrong with it.</param>
    /// <param name="leftOut">How many before it are left out.</param>
    public void AddStranger(Request? request, string? keyId, string reason, long leftOut) => Write(
        _strangers, (request is null ? Blank() : Describe(request)) with { Key = Short(keyId), Result = AuditResult.TurnedAway, Reason = reason, LeftOut = leftOut });

    private AuditEntry Blank() => new() { Time = _time.GetUtcNow(), Result = string.Empty };

    private AuditEntry Describe(Request request) => Blank() with
    {
        Operator = request.Operator,
        Verb = Short(request.Verb),
        Target = TargetOf(request.Audience),
        Request = request.Id,
        ArgumentsSha256 = request.Arguments.ValueKind == JsonValueKind.Undefined
            ? null
            : Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(request.Arguments.GetRawText()))).ToLowerInvariant(),
    };

    private static string TargetOf(Audience audience) => audience switch
    {
        { Group: { } group } => $"group:{Short(group.Name)}",
        { SucceededIn: { } stage } => $"stage:{Short(stage.Request)}",
        { Remotes: [_] } => "remote",
        { Remotes: { } remotes } => $"remotes:{remotes.Count}",
        _ => "all",
    };

    /// <summary>What a stranger says may be as long as a request.</summary>
    private static string? Short(string? text) => text is { Length: > 64 } ? $"{text[..64]}…" : text;

    private void Write(AuditFile? file, AuditEntry entry)
    {
        string line = JsonSerializer.Serialize(entry, AuditJson.Default.AuditEntry);
        if (file is null)
        {
            LogLine(_logger, line);
            return;
        }

        try
        {
            file.Append(Encoding.UTF8.GetBytes($"{line}\n"));
            Volatile.Write(ref _isBroken, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk must not keep a device from being repaired. Said once, until lines can be written again.
            if (Interlocked.Exchange(ref _isBroken, 1) == 0)
            {
                LogBroken(_logger, e.Message);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "audit {Line}")]
    private static partial void LogLine(ILogger logger, string line);

    [LoggerMessage(Level = LogLevel.Error, Message = "The audit cannot be written: {Reason}")]
    private static partial void LogBroken(ILogger logger, string reason);
}
