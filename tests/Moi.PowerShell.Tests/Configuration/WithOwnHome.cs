namespace Moi.PowerShell.Tests.Configuration;

/// <summary>Tests that each give the process another operator's home; nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class WithOwnHome
{
    public const string Name = "own home";
}
