namespace Moi.PowerShell.Fleet;

/// <summary>An object that remembers the question it answers.</summary>
internal interface IStaged
{
    /// <summary>The question; null for an object that answers none.</summary>
    Stage? Stage { get; set; }
}
