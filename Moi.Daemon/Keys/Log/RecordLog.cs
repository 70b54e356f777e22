using Microsoft.Extensions.Logging;

namespace Moi.Daemon.Keys.Log;

/// <summary>
/// An append-only file of records. A record is on disk when <see cref="Append"/> returns, and not there at all when it
/// throws. Used by one thread at a time.
/// </summary>
/// <remarks>
/// There is never more than one unflushed line, and it is the last: so what is torn after a power loss is the end of
/// the file, and damage elsewhere is damage.
/// </remarks>
internal sealed class RecordLog : IDisposable
{
    public const string FileName = "store.log";
    public const string NewFileName = "store.new";
    public const string DamagedFileName = "store.damaged";

    /// <summary>The log is written anew when it is this many times as long as what is alive in it.</summary>
    private const int RewriteFactor = 3;

    private readonly IStorage _storage;
    private readonly ILogger _logger;
    private readonly long _rewriteFrom;
    private IStorageFile? _file;
    private long _length;
    private long _rewriteAt;
    private bool _tailIsSuspect;
    private bool _namesAreSuspect;

    private RecordLog(IStorage storage, ILogger logger, long rewriteFrom)
    {
        _storage = storage;
        _logger = logger;
        _rewriteFrom = rewriteFrom;
        _rewriteAt = rewriteFrom;
    }

    /// <summary>Whether so much of the log is dead that <see cref="Rewrite"/> pays.</summary>
    public bool WantsRewrite => _length > _rewriteAt;

    /// <summary>Reads the log, cuts off an unfinished write and keeps a copy of a damaged file.</summary>
    /// <exception cref="IOException">It can't be read, or made.</exception>
    public static RecordLog Open(IStorage storage, long rewriteFrom, ILogger logger, out LogScan scan)
    {
        RecordLog log = new(storage, logger, rewriteFrom);
        try
        {
            storage.Delete(NewFileName);
            log._file = storage.Open(FileName);
            scan = log.Scan(log._file.ReadAll());

            // A process that was killed may have left a line in the cache that power loss would still take; what is
            // read here is shown to others, so it has to last.
            log._tailIsSuspect = true;
            log._namesAreSuspect = true;
            log.MakeSound();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <summary>Appends a record: JSON in UTF-8 without line breaks.</summary>
    /// <exception cref="StoreException">It could not be written; the log is as it was.</exception>
    public void Append(ReadOnlySpan<byte> json)
    {
        byte[] line = LogLine.Frame(json);
        try
        {
            IStorageFile file = MakeSound();
            _tailIsSuspect = true;
            file.Write(line, _length);
            file.Flush();
            _tailIsSuspect = false;
            _length += line.Length;
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            Attempt("take back an unfinished write", () => MakeSound());
            throw new StoreException(
                $"The store in {_storage.Location} could not be written and nothing was changed: {e.Message}", e);
        }
    }

    /// <summary>
    /// Replaces the log by these records, which say the same. Power loss at any moment leaves the old log or the new
    /// one. A failure is logged, leaves the log as it was and is tried again when the log has grown.
    /// </summary>
    public void Rewrite(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        try
        {
            WriteNew(records);
            _file?.Dispose();
            _file = null;
            _namesAreSuspect = true;
            _storage.Rename(NewFileName, FileName);
            MakeSound();
            LiveLengthIs(_length);
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            _rewriteAt = _length + _rewriteFrom;
            _logger.RewriteFailed(_storage.Location, e.Message);
            Attempt("remove store.new", () => _storage.Delete(NewFileName));
        }
    }

    /// <summary>Tells how long the log would be if it were written anew.</summary>
    public void LiveLengthIs(long length) => _rewriteAt = Math.Max(_rewriteFrom, RewriteFactor * length);

    public void Dispose() => _file?.Dispose();

    private static bool IsStorageFailure(Exception e) => e is IOException or UnauthorizedAccessException;

    private LogScan Scan(byte[] bytes)
    {
        LogScan scan = LogScan.Of(bytes);
        _length = scan.SoundLength;
        string path = Path.Combine(_storage.Location, FileName);
        foreach (DamagedLine damaged in scan.Damaged)
        {
            _logger.LineDamaged(damaged.Line, path, damaged.Reason);
        }

        if (scan.Damaged.Count > 0)
        {
            Attempt("keep a copy of the damaged log", () => KeepCopy(bytes));
        }

        if (bytes.Length > scan.SoundLength)
        {
            _logger.TailCut(bytes.Length - scan.SoundLength, path);
        }

        return scan;
    }

    private void KeepCopy(byte[] bytes)
    {
        using IStorageFile copy = _storage.Open(DamagedFileName);
        copy.Truncate(0);
        copy.Write(bytes, 0);
        copy.Flush();
        _logger.DamagedCopyKept(Path.Combine(_storage.Location, DamagedFileName));
    }

    private void WriteNew(IEnumerable<ReadOnlyMemory<byte>> records)
    {
        using IStorageFile file = _storage.Open(NewFileName);
        file.Truncate(0);
        long length = 0;
        foreach (ReadOnlyMemory<byte> record in records)
        {
            byte[] line = LogLine.Frame(record.Span);
            file.Write(line, length);
            length += line.Length;
        }

        file.Flush();
    }

    /// <summary>Brings the log into a state where a line that is appended and flushed will last.</summary>
    private IStorageFile MakeSound()
    {
        if (_file is null)
        {
            // It was closed for a rename. Whichever file has the name now, the old or the new, is whole.
            _file = _storage.Open(FileName);
            _length = _file.Length;
        }

        if (_tailIsSuspect)
        {
            _file.Truncate(_length);
            _file.Flush();
            _tailIsSuspect = false;
        }

        if (_namesAreSuspect)
        {
            _storage.FlushDirectory();
            _namesAreSuspect = false;
        }

        return _file;
    }

    private void Attempt(string what, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            _logger.AttemptFailed(what, _storage.Location, e.Message);
        }
    }
}
