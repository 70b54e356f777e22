namespace Moi.Daemon.Keys.Log;

/// <summary>A sound record and the number of its line, counted from 1.</summary>
internal readonly record struct ScannedRecord(int Line, ReadOnlyMemory<byte> Json);

/// <summary>A line that is not as it was written, counted from 1, and what is wrong with it.</summary>
internal readonly record struct DamagedLine(int Line, string Reason);

/// <summary>What the bytes of a log hold: records in order, damaged lines, and where the sound part ends.</summary>
internal sealed class LogScan
{
    private readonly List<ScannedRecord> _records = [];
    private readonly List<DamagedLine> _damaged = [];

    private LogScan()
    {
    }

    public IReadOnlyList<ScannedRecord> Records => _records;

    public IReadOnlyList<DamagedLine> Damaged => _damaged;

    /// <summary>Length up to the end of the last record; what follows was never acknowledged, or is damaged.</summary>
    public int SoundLength { get; private set; }

    /// <summary>Whether the log ends in the middle of a line: a write that power loss or a kill cut short.</summary>
    public bool HasTail { get; private set; }

    public static LogScan Of(ReadOnlyMemory<byte> log)
    {
        LogScan scan = new();
        int start = 0;
        for (int number = 1; start < log.Length; number++)
        {
            int length = log.Span[start..].IndexOf((byte)'\n');
            if (length < 0)
            {
                scan.HasTail = true;
                break;
            }

            ReadOnlyMemory<byte> line = log.Slice(start, length);
            start += length + 1;
            if (scan.Take(number, line))
            {
                scan.SoundLength = start;
            }
        }

        return scan;
    }

    private bool Take(int number, ReadOnlyMemory<byte> line)
    {
        if (!LogLine.TryRead(line, out ReadOnlyMemory<byte> json))
        {
            _damaged.Add(new DamagedLine(number, LogLine.Describe(line.Span)));
            if (!LogLine.TryReadSecond(line, out json))
            {
                return false;
            }
        }

        _records.Add(new ScannedRecord(number, json));
        return true;
    }
}
