using Moi.Protocol.Transfer;

namespace Moi.PowerShell.Fleet.Files;

/// <summary>What happens while a file is sent.</summary>
/// <param name="Plan">The file.</param>
/// <param name="Question">The question that asks to take it.</param>
/// <param name="Manifest">What the file is.</param>
/// <param name="Happened">What happened.</param>
internal sealed record SendEvent(SendPlan Plan, Question Question, FileManifest Manifest, AskEvent Happened);
