using System.Collections.Concurrent;
using Moi.PowerShell.Internal;

namespace Moi.PowerShell.Fleet;

/// <summary>The latest things worth knowing that belong to no question. Old ones give way: a flood costs no memory.</summary>
internal sealed class Notices
{
    private const int Limit = 50;

    private readonly ConcurrentQueue<string> _texts = new();

    public void Add(string text)
    {
        _texts.Enqueue(ViewText.Printable(text));
        while (_texts.Count > Limit)
        {
            _texts.TryDequeue(out _);
        }
    }

    /// <summary>Takes them out.</summary>
    public IEnumerable<string> TakeAll()
    {
        while (_texts.TryDequeue(out string? text))
        {
            yield return text;
        }
    }
}
