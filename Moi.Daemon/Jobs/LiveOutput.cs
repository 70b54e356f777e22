using Moi.Protocol.Messages;

namespace Moi.Daemon.Jobs;

/// <summary>
/// Tells an operator that the output of a run grew, so that it is fetched: once, and then again only after something was
/// fetched. So whoever reads slowly is told no more than it reads, and nothing is kept here for it.
/// </summary>
/// <param name="tell">Says how much there is; with false, only with the next beat.</param>
internal sealed class LiveOutput(Action<OutputTotals, bool> tell)
{
    private readonly object _gate = new();
    private OutputTotals _totals = new(0, 0);
    private bool _mayTell = true;

    /// <summary>The command has written.</summary>
    /// <param name="stream">To which stream.</param>
    /// <param name="total">How many bytes of it can be read now.</param>
    public void Grew(OutputStream stream, long total)
    {
        lock (_gate)
        {
            _totals = stream == OutputStream.Stdout ? _totals with { Stdout = total } : _totals with { Stderr = total };
            tell(_totals, _mayTell);
            _mayTell = false;
        }
    }

    /// <summary>The operator fetches: it may be told again.</summary>
    public void Fetched()
    {
        lock (_gate)
        {
            _mayTell = true;
        }
    }
}
