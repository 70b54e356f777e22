using System.Collections.Frozen;

namespace Moi.Shell;

/// <summary>The commands that people expect of PowerShell and that only pwsh brings.</summary>
internal static class PwshOnlyCommands
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        [
            "Add-Content", "Add-Member", "Add-Type", "Clear-Content", "Clear-Item", "Clear-ItemProperty",
            "Clear-Variable", "Compare-Object", "Compress-Archive", "Convert-Path", "ConvertFrom-Csv",
            "ConvertFrom-Json", "ConvertFrom-SecureString", "ConvertFrom-StringData", "ConvertTo-Csv",
            "ConvertTo-Html", "ConvertTo-Json", "ConvertTo-SecureString", "ConvertTo-Xml", "Copy-Item",
            "Copy-ItemProperty", "Expand-Archive", "Export-Alias", "Export-Clixml", "Export-Csv", "Export-FormatData",
            "Find-Module", "Format-Custom", "Format-Hex", "Format-List", "Format-Table", "Format-Wide", "Get-Alias",
            "Get-ChildItem", "Get-Clipboard", "Get-Content", "Get-Credential", "Get-Culture", "Get-Date", "Get-Error",
            "Get-Event", "Get-FileHash", "Get-FormatData", "Get-Host", "Get-Item", "Get-ItemProperty",
            "Get-ItemPropertyValue", "Get-Location", "Get-Member", "Get-Process", "Get-PSBreakpoint",
            "Get-PSCallStack", "Get-PSDrive", "Get-PSProvider", "Get-Random", "Get-Runspace", "Get-SecureRandom",
            "Get-TimeZone", "Get-TraceSource", "Get-TypeData", "Get-UICulture", "Get-Unique", "Get-Uptime",
            "Get-Variable", "Get-Verb", "Group-Object", "Import-Alias", "Import-Clixml", "Import-Csv",
            "Import-PowerShellDataFile", "Install-Module", "Install-PSResource", "Invoke-Expression", "Invoke-Item",
            "Invoke-Pester", "Invoke-RestMethod", "Invoke-WebRequest", "Join-Path", "Join-String", "Measure-Command",
            "Measure-Object", "Move-Item", "New-Alias", "New-Event", "New-Guid", "New-Item", "New-ItemProperty",
            "New-Object", "New-PSDrive", "New-TemporaryFile", "New-TimeSpan", "New-Variable", "Out-File",
            "Out-GridView", "Out-Printer", "Out-String", "Pop-Location", "Push-Location", "Read-Host",
            "Register-EngineEvent", "Register-ObjectEvent", "Remove-Alias", "Remove-Event", "Remove-Item",
            "Remove-ItemProperty", "Remove-PSDrive", "Remove-TypeData", "Remove-Variable", "Rename-Item",
            "Resolve-Path", "Select-Object", "Select-String", "Select-Xml", "Set-Alias", "Set-Clipboard",
            "Set-Content", "Set-Date", "Set-Item", "Set-ItemProperty", "Set-Location", "Set-PSBreakpoint",
            "Set-Variable", "Show-Markdown", "Sort-Object", "Split-Path", "Start-Process", "Start-Sleep",
            "Start-ThreadJob", "Start-Transcript", "Stop-Process", "Stop-Transcript", "Tee-Object", "Test-Connection",
            "Test-Json", "Test-Path", "Trace-Command", "Unblock-File", "Update-FormatData", "Update-TypeData",
            "Wait-Debugger", "Wait-Event", "Wait-Process", "Write-Debug", "Write-Error", "Write-Host",
            "Write-Information", "Write-Output", "Write-Progress", "Write-Verbose", "Write-Warning",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Says whether only pwsh brings a command.</summary>
    /// <param name="name">The command's name, in any case.</param>
    /// <returns>True if it is one of PowerShell's well-known own.</returns>
    public static bool Contains(string name) => Names.Contains(name);
}
