using Moi.Protocol.Asking;

namespace Moi.PowerShell.Fleet;

/// <summary>What happens while a question is open.</summary>
internal abstract record AskEvent
{
    private AskEvent()
    {
    }

    /// <summary>A remote's last word, or its absence.</summary>
    internal sealed record Settled(Outcome Outcome) : AskEvent;

    /// <summary>Nothing new, but it lasts: how many of how many are settled, and the names of some that are waited for.</summary>
    internal sealed record Waiting(int Done, int Of, IReadOnlyList<string> Names) : AskEvent;
}
