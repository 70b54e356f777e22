namespace Moi.Shell;

/// <summary>The demo fleet of -Demo: started in the session first, stopped at the end whatever happened.</summary>
/// <param name="session">The session.</param>
internal sealed class DemoFleet(ShellSession session)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(10);

    private bool _begun;
    private bool _started;

    /// <summary>Starts the fleet.</summary>
    /// <param name="showOutput">Whether the output is shown; -Command and -File keep theirs clean.</param>
    /// <returns>Whether it runs; if not, the error has been shown.</returns>
    public bool Start(bool showOutput)
    {
        _begun = true;
        string start = "Start-MoiDemo -ErrorAction Stop";
        _started = session.RunAside(showOutput ? start : $"$null = {start}") == RunOutcome.Succeeded;
        return _started;
    }

    /// <summary>Stops the fleet, if its start was begun.</summary>
    /// <returns>Whether that has ended.</returns>
    public bool Stop()
    {
        // Of a start that failed half way there may be something to stop, or nothing; it has been reported.
        string stop = _started
            ? "$null = Stop-MoiDemo"
            : "try { $null = Stop-MoiDemo -ErrorAction Ignore } catch { }";
        return !_begun || session.RunLast(stop, StopPatience);
    }
}
