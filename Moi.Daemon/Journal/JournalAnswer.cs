namespace Moi.Daemon.Journal;

/// <summary>A verdict, and the result where there is one.</summary>
/// <param name="Verdict">What to do with the request.</param>
/// <param name="Result">
/// The bytes given when the request was done; empty unless the verdict is <see cref="JournalVerdict.Repeat"/>, or
/// <see cref="JournalVerdict.New"/> from <see cref="RequestJournal.ApplyOnceAsync"/>.
/// </param>
public sealed record JournalAnswer(JournalVerdict Verdict, ReadOnlyMemory<byte> Result = default);
