using System.Diagnostics;
using System.Text;

namespace Moi.Fuzz;

/// <summary>
/// Gives one parser inputs that grow out of a corpus. What came out in a way that was not seen before is kept and mutated further. The same seed
/// makes the same inputs.
/// </summary>
internal sealed class Fuzzer
{
    private const int MostKept = 2000;
    private const int MostFindings = 5;
    private const int LongestWay = 60;

    private static readonly TimeSpan LongestShortening = TimeSpan.FromSeconds(3);


    private readonly FuzzedParser _parser;
    private readonly int _seed;
    private readonly FuzzLimits _limits;
    private readonly Random _random;
    private readonly Mutator _mutator;
    private readonly List<byte[]> _pool;
    private readonly HashSet<string> _ways = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Finding> _findings = new(StringComparer.Ordinal);
    private readonly Stopwatch _watch = new();
    private TimeSpan _slowest;
    private long _mostMemory;
    private long _count;
    private volatile byte[] _current = [];
    private long _currentSince;

    /// <summary>One run.</summary>
    /// <param name="parser">What reads the inputs.</param>
    /// <param name="corpus">What mutation begins with; at least one input.</param>
    /// <param name="seed">Where the random choices begin.</param>
    /// <param name="limits">How long to go on.</param>
    public Fuzzer(FuzzedParser parser, IReadOnlyList<byte[]> corpus, int seed, FuzzLimits limits)
    {
        _parser = parser;
        _seed = seed;
        _limits = limits;
        _random = new Random(seed);
        _mutator = new Mutator(_random, parser.LargestInput);
        _pool = [.. corpus];
    }

    /// <summary>Gives inputs until the limits are met. An input that does not come to an end ends the run, and its thread is left behind.</summary>
    public FuzzReport Run()
    {
        Thread worker = new(Work) { IsBackground = true, Name = $"fuzz {_parser.Name}" };
        _watch.Start();
        worker.Start();
        while (!worker.Join(TimeSpan.FromSeconds(1)))
        {
            if (_watch.Elapsed - new TimeSpan(Volatile.Read(ref _currentSince)) > _limits.Endless)
            {
                Finding endless = new(_parser.Name, _seed, Volatile.Read(ref _count), _current, "does not come to an end", string.Empty);
                return new FuzzReport(_parser.Name, endless.Number, 0, _watch.Elapsed, _limits.Endless, 0, [endless]);
            }
        }

        return new FuzzReport(_parser.Name, _count, _ways.Count, _watch.Elapsed, _slowest, _mostMemory, [.. _findings.Values]);
    }

    private void Work()
    {
        // First the corpus as it is: it must be what it is meant to be.
        foreach (byte[] input in _pool.ToArray())
        {
            Give(input);
        }

        while ((_limits.Inputs is not { } inputs || _count < inputs) && (_limits.Time is not { } time || _watch.Elapsed < time)
            && _findings.Count < MostFindings)
        {
            Give(_mutator.Mutate(_pool[_random.Next(_pool.Count)], _pool[_random.Next(_pool.Count)]));
        }
    }

    private void Give(byte[] input)
    {
        Volatile.Write(ref _count, _count + 1);
        (string? way, string? fault, string details) = Try(input);
        if (fault is not null)
        {
            if (!_findings.ContainsKey(fault))
            {
                byte[] shorter = Shortened(input, fault);
                _findings[fault] = new Finding(_parser.Name, _seed, _count, shorter, fault, details);
            }
        }
        else if (_ways.Add(Way(way!)) && _pool.Count < MostKept)
        {
            _pool.Add(input);
        }
    }

    /// <summary>Reads an input once; where it took too long, twice more, since the machine may have been busy.</summary>
    private (string? Way, string? Fault, string Details) Try(byte[] input)
    {
        _current = input;
        string way = string.Empty;
        TimeSpan fastest = TimeSpan.MaxValue;
        for (int attempt = 0; attempt < 3 && fastest > _limits.TimeOfOne; attempt++)
        {
            TimeSpan begun = _watch.Elapsed;
            Volatile.Write(ref _currentSince, begun.Ticks);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                way = _parser.Read(input);
            }
#pragma warning disable CA1031 // Whatever else comes out is what is looked for.
            catch (Exception e)
#pragma warning restore CA1031
            {
                return (null, $"{e.GetType().Name} at {Origin(e)}", e.ToString());
            }

            long memory = GC.GetAllocatedBytesForCurrentThread() - before;
            _mostMemory = Math.Max(_mostMemory, memory);
            if (memory > _limits.MemoryOfOne)
            {
                return (null, "takes too much memory", $"{memory} bytes");
            }

            TimeSpan taken = _watch.Elapsed - begun;
            fastest = taken < fastest ? taken : fastest;
        }

        _slowest = fastest > _slowest ? fastest : _slowest;
        return fastest <= _limits.TimeOfOne ? (way, null, string.Empty) : (null, "takes too long", $"{fastest}");
    }

    /// <summary>Leaves out what is not needed for the same fault.</summary>
    private byte[] Shortened(byte[] input, string fault)
    {
        byte[] best = input;
        TimeSpan enough = _watch.Elapsed + LongestShortening;
        for (int length = Math.Max(1, best.Length / 2); length > 0; length /= 2)
        {
            for (int at = 0; at + length <= best.Length && _watch.Elapsed < enough;)
            {
                byte[] shorter = [.. best.AsSpan(0, at), .. best.AsSpan(at + length)];
                if (Try(shorter).Fault == fault)
                {
                    best = shorter;
                }
                else
                {
                    at += length;
                }
            }
        }

        return best;
    }

    /// <summary>Where in the project it came from.</summary>
    private static string Origin(Exception e) => e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("at Moi.", StringComparison.Ordinal))?.Trim() ?? e.Message;

    /// <summary>A way to come out: words without what they quote and count.</summary>
    private static string Way(string text)
    {
        StringBuilder way = new();
        bool isQuoted = false;
        foreach (char c in text.Take(LongestWay))
        {
            isQuoted ^= c is '\'' or '"';
            if (!isQuoted && (char.IsAsciiLetter(c) || c == ' '))
            {
                way.Append(c);
            }
        }

        return way.ToString();
    }
}
