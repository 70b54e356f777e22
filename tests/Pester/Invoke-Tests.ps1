<#
.SYNOPSIS
    Runs the Pester tests of this folder on the module that the build staged at out/Moi.
.DESCRIPTION
    Needs Pester 5. Each file has its own session's demo and leaves nothing behind. The exit code is 1 if a test failed, or if
    none ran.
.EXAMPLE
    ./Invoke-Tests.ps1
.EXAMPLE
    ./Invoke-Tests.ps1 -Path Run.Tests.ps1 -Summary /tmp/summary.txt
#>
[CmdletBinding()]
param(
    # The test files to run; all of this folder by default.
    [string[]] $Path = $PSScriptRoot,

    # The folder of a Pester that is not installed as a module; the installed one by default.
    [string] $Pester,

    # A file that gets one line: how many passed, failed and were skipped.
    [string] $Summary
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
$env:POWERSHELL_TELEMETRY_OPTOUT = '1'

$manifest = Join-Path $PSScriptRoot '../../out/Moi/Moi.psd1'
if (-not (Test-Path $manifest)) {
    throw "No module is staged at $manifest; run 'dotnet build' first."
}

if ($Pester) {
    Import-Module (Join-Path $Pester 'Pester.psd1')
}
else {
    Import-Module Pester -MinimumVersion 5.0
}
Import-Module $manifest -Force
$env:MOI_HOME = Join-Path ([System.IO.Path]::GetTempPath()) "moi-test-$([guid]::NewGuid())"
try {
    $configuration = New-PesterConfiguration
    $configuration.Run.Path = $Path
    $configuration.Run.PassThru = $true
    $configuration.Output.Verbosity = 'Detailed'
    $result = Invoke-Pester -Configuration $configuration
}
finally {
    Remove-Module Moi
    Remove-Item $env:MOI_HOME -Recurse -Force -ErrorAction Ignore
    $env:MOI_HOME = $null
}

# A file that could not be run counts as a failed test.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
if ($Summary) {
    "$($result.PassedCount) $failed $($result.SkippedCount)" | Set-Content $Summary
}

exit [int] ($failed -gt 0 -or $result.PassedCount -eq 0)
