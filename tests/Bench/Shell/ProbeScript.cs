namespace Moi.Bench.Shell;

/// <summary>The script that measures an import and a first command, and writes both in seconds on one line.</summary>
internal static class ProbeScript
{
    /// <summary>The script. The engine has run a cmdlet before the clock starts, as it has at a prompt.</summary>
    /// <param name="manifest">The module's manifest.</param>
    public static string Of(string manifest) => $$"""
        $ErrorActionPreference = 'Stop'
        Get-Command Import-Module | Out-Null
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Import-Module '{{manifest}}'
        $import = $clock.Elapsed.TotalSeconds
        $clock.Restart()
        $found = @(Get-MoiRemote)
        $first = $clock.Elapsed.TotalSeconds
        if ($found.Count -ne 4) { throw "$($found.Count) remotes answered, not 4." }
        [Console]::WriteLine([string]::Format([cultureinfo]::InvariantCulture, '{0} {1}', $import, $first))
        """;
}
