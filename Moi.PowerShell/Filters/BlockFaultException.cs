namespace Moi.PowerShell.Filters;

/// <summary>A script block is no filter; the message shows the spot.</summary>
internal sealed class BlockFaultException(string message) : Exception(message);
