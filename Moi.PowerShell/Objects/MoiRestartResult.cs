namespace Moi.PowerShell;

/// <summary>A remote that said it restarts.</summary>
public sealed class MoiRestartResult : MoiResult;
