namespace Moi.Protocol.Asking;

/// <summary>What the passing of time asks for.</summary>
/// <param name="AskAgain">The ids of those to ask again.</param>
/// <param name="Missing">Those that are given up now.</param>
/// <param name="Next">When to call <see cref="Roll.Advance"/> next at the latest.</param>
public sealed record RollStep(IReadOnlyList<string> AskAgain, IReadOnlyList<Outcome> Missing, TimeSpan Next);
