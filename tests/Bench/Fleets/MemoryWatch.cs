using System.Globalization;

namespace Moi.Bench.Fleets;

/// <summary>Watches how much more memory processes take while something is done than before.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ProcessFacts[] _processes;
    private readonly double[] _before;
    private readonly double[] _more;
    private readonly Timer _timer;
    private volatile bool _isWatching;

    /// <summary>Watches processes; the first is the operator's.</summary>
    public MemoryWatch(IEnumerable<int> processes)
    {
        _processes = [.. processes.Select(id => new ProcessFacts(id))];
        _before = [.. _processes.Select(process => process.ResidentMebibytes)];
        _more = new double[_processes.Length];
        _timer = new Timer(_ => Look(), null, Interval, Interval);
    }

    /// <summary>Watches during some work.</summary>
    public T During<T>(Func<T> work)
    {
        _isWatching = true;
        try
        {
            return work();
        }
        finally
        {
            _isWatching = false;
        }
    }

    /// <summary>The most that was seen.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture, $"at most +{_more[0]:0} MiB for the operator, +{_more.Skip(1).Max():0} MiB for a remote");

    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        for (int i = 0; _isWatching && i < _processes.Length; i++)
        {
            _more[i] = Math.Max(_more[i], _processes[i].ResidentMebibytes - _before[i]);
        }
    }
}
