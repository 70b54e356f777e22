using Moi.Daemon.Keys.Log;

namespace Moi.Daemon.Tests.Keys;

public enum DiskOperation
{
    Open,
    Read,
    Write,
    Flush,
    Truncate,
    Rename,
    Delete,
    FlushDirectory,
}

public enum DiskFault
{
    None,

    /// <summary>Nothing happens, and a failure is reported.</summary>
    Refused,

    /// <summary>It happens (a write by half), and a failure is reported.</summary>
    HappenedAllTheSame,

    /// <summary>It happens (a write by half), a failure is reported, and so for everything after.</summary>
    PowerOff,
}

/// <summary>
/// A disk that forgets, at a power loss, any part of what was not flushed: bytes of files, lengths, and names of files,
/// each on its own.
/// </summary>
internal sealed class SimulatedDisk
{
    private readonly Lock _lock = new();
    private readonly List<DiskOperation> _done = [];
    private readonly List<Action<Dictionary<string, SimulatedFile>>> _unsyncedNames = [];
    private Dictionary<string, SimulatedFile> _durableNames = [];
    private Dictionary<string, SimulatedFile> _names = [];
    private bool _isOff;

    /// <summary>Asked before each operation, with its kind and the number of operations before it.</summary>
    public Func<DiskOperation, int, DiskFault> Faults { get; set; } = (_, _) => DiskFault.None;

    /// <summary>All operations so far, in order.</summary>
    public IReadOnlyList<DiskOperation> Done => Locked(() => _done.ToArray());

    public IReadOnlyList<string> Names => Locked(() => _names.Keys.ToArray());

    public IStorage Mount() => new MountedDisk(this);

    public byte[] Content(string name) => Locked(() => _names[name].Content);

    public int CountOf(DiskOperation operation) => Done.Count(done => done == operation);

    /// <summary>Puts a file on the disk, flushed.</summary>
    public void Put(string name, byte[] content)
    {
        SimulatedFile file = new() { Content = content };
        file.Sync();
        _names[name] = file;
        _durableNames[name] = file;
    }

    /// <summary>The power is gone and comes back.</summary>
    public void LosePower(Random random)
    {
        foreach (Action<Dictionary<string, SimulatedFile>> change in _unsyncedNames.Where(_ => random.Next(2) == 0))
        {
            change(_durableNames);
        }

        foreach (SimulatedFile file in _durableNames.Values.Distinct())
        {
            file.LosePower(random);
        }

        _unsyncedNames.Clear();
        _names = new Dictionary<string, SimulatedFile>(_durableNames);
        Recover();
    }

    /// <summary>The disk works again and has lost nothing: it was the process that died.</summary>
    public void Recover()
    {
        _isOff = false;
        Faults = (_, _) => DiskFault.None;
    }

    public IStorageFile Open(string name)
    {
        Do(DiskOperation.Open, _ =>
        {
            if (!_names.ContainsKey(name))
            {
                SimulatedFile made = new();
                ChangeNames(names => names[name] = made);
            }
        });
        return new OpenFile(this, Locked(() => _names[name]));
    }

    public void Rename(string from, string to) => Do(DiskOperation.Rename, _ =>
    {
        SimulatedFile file = _names[from];
        ChangeNames(names =>
        {
            names[to] = file;
            names.Remove(from);
        });
    });

    public void Delete(string name) => Do(DiskOperation.Delete, _ => ChangeNames(names => names.Remove(name)));

    public void FlushDirectory() => Do(DiskOperation.FlushDirectory, _ =>
    {
        _durableNames = new Dictionary<string, SimulatedFile>(_names);
        _unsyncedNames.Clear();
    });

    /// <summary>Does an operation, told whether by half, unless the plan says otherwise.</summary>
    public void Do(DiskOperation operation, Action<bool> act)
    {
        // Outside of the lock, since a plan may wait.
        DiskFault fault = _isOff ? DiskFault.Refused : Faults(operation, Locked(() => _done.Count));
        Locked(() =>
        {
            _done.Add(operation);
            if (fault != DiskFault.Refused)
            {
                act(fault != DiskFault.None);
            }

            return true;
        });
        _isOff |= fault == DiskFault.PowerOff;
        if (fault != DiskFault.None)
        {
            throw new IOException("No space left on device");
        }
    }

    private T Locked<T>(Func<T> action)
    {
        lock (_lock)
        {
            return action();
        }
    }

    private void ChangeNames(Action<Dictionary<string, SimulatedFile>> change)
    {
        change(_names);
        _unsyncedNames.Add(change);
    }

    private sealed class MountedDisk(SimulatedDisk disk) : IStorage
    {
        public string Location => "/simulated";

        public IStorageFile Open(string name) => disk.Open(name);

        public void Rename(string from, string to) => disk.Rename(from, to);

        public void Delete(string name) => disk.Delete(name);

        public void FlushDirectory() => disk.FlushDirectory();

        public void Dispose()
        {
        }
    }

    private sealed class OpenFile(SimulatedDisk disk, SimulatedFile file) : IStorageFile
    {
        public long Length => file.Content.Length;

        public byte[] ReadAll()
        {
            disk.Do(DiskOperation.Read, _ => { });
            return [.. file.Content];
        }

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            byte[] copy = bytes.ToArray();
            disk.Do(DiskOperation.Write, half => file.Write(half ? copy[..(copy.Length / 2)] : copy, (int)offset));
        }

        public void Flush() => disk.Do(DiskOperation.Flush, _ => file.Sync());

        public void Truncate(long length) => disk.Do(DiskOperation.Truncate, _ => file.Truncate((int)length));

        public void Dispose()
        {
        }
    }
}
