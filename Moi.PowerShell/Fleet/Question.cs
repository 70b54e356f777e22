using System.Text.Json;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;

namespace Moi.PowerShell.Fleet;

/// <summary>What is asked, and of whom.</summary>
/// <param name="Verb">The verb; see <see cref="Protocol.Messages.Verb"/>.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Target">Who is meant.</param>
/// <param name="Roll">How long to wait, and for what.</param>
internal sealed record Question(string Verb, JsonElement Arguments, Target Target, RollOptions Roll)
{
    /// <summary>Names the question; asking again repeats it.</summary>
    public string Id { get; } = Request.NewId();

    /// <summary>For how many seconds the request may be acted upon: two minutes; longer where asking again later must still count.</summary>
    public int TimeToLive { get; init; } = 120;

    /// <summary>Whether those who work on it are told to end when the asker goes away.</summary>
    public bool IsCancelled { get; init; }
}
