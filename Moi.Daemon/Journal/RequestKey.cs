namespace Moi.Daemon.Journal;

/// <summary>What makes a request one and the same: who sent it, and the id that operator gave it.</summary>
internal readonly record struct RequestKey(string Operator, string Id);
