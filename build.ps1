<#
.SYNOPSIS
    Builds, tests and packs Moi, for those who have pwsh. Each task is one command of dotnet, which does as well.
.DESCRIPTION
    Build    builds everything and stages the module at out/Moi
    Test     runs all tests of the solution
    Pester   runs the tests of the staged module on this pwsh; needs Pester 5
    Docs     makes en-US from docs/en-US
    Analyze  looks through all scripts; needs Pester 5 and PSScriptAnalyzer
    Pack     makes the package, a zip file and a folder of the module in out/package
    Package  does Pack, and makes moid for devices beside it, for linux-x64 and linux-arm64: packaging/make-packages
    Install  puts the module that Pack made where this user's modules are
.EXAMPLE
    ./build.ps1
.EXAMPLE
    ./build.ps1 Docs, Build, Pester
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Pester', 'Docs', 'Analyze', 'Pack', 'Package', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

function Invoke-Tool([string] $Program, [string[]] $Arguments) {
    & $Program @Arguments
    if ($LASTEXITCODE -ne 0) {
        throw "'$Program $Arguments' ended with exit code $LASTEXITCODE."
    }
}

# In a process of its own, so that each run loads what was built last.
function Invoke-Pwsh([string[]] $Arguments) {
    $pwsh = (Get-Process -Id $PID).Path

    # A pwsh that is a .NET tool is started by dotnet.
    $start = @(if ((Split-Path -LeafBase $pwsh) -eq 'dotnet') { Join-Path $PSHOME 'pwsh.dll' })
    Invoke-Tool $pwsh ($start + '-NoProfile' + $Arguments)
}

function Install-PackedModule {
    [CmdletBinding(SupportsShouldProcess)]
    param()

    $here = Get-ChildItem out/package/module/Moi -Directory
    $modules = ($env:PSModulePath -split [System.IO.Path]::PathSeparator)[0]
    $there = Join-Path $modules "Moi/$($here.Name)"
    if ($PSCmdlet.ShouldProcess($there, 'Install Moi')) {
        Remove-Item $there -Recurse -Force -ErrorAction Ignore
        $null = New-Item (Split-Path $there) -ItemType Directory -Force
        Copy-Item $here $there -Recurse
        Write-Information "Installed at $there" -InformationAction Continue
    }
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        Build { Invoke-Tool dotnet 'build', '-c', $Configuration }
        Test { Invoke-Tool dotnet 'test', '-c', $Configuration }
        Pester { Invoke-Pwsh '-File', 'tests/Pester/Invoke-Tests.ps1' }
        Docs { Invoke-Tool dotnet 'run', '--project', 'tools/Moi.Help', '--', 'docs/en-US', 'en-US' }
        Analyze { Invoke-Pwsh '-File', 'tests/Pester/Invoke-Tests.ps1', '-Path', 'tests/Pester/Scripts.Tests.ps1' }
        Pack { Invoke-Tool dotnet 'pack', 'Moi.PowerShell', '-c', 'Release' }
        Package {
            Invoke-Tool dotnet 'pack', 'Moi.PowerShell', '-c', 'Release'
            Invoke-Tool packaging/make-packages 'linux-x64', 'linux-arm64'
        }
        Install { Install-PackedModule }
    }
}
finally {
    Pop-Location
}
