BeforeAll {
    # Runs examples/Fleet.Tests.ps1 as an administrator would, in a pwsh of its own with a demo, and gives what failed.
    function Invoke-FleetCheck([hashtable] $Data = @{}, [string] $Before = '') {
        $manifest = (Get-Module Moi).Path -replace '\.PowerShell\.dll$', '.psd1'
        $pester = (Get-Module Pester).Path -replace 'Pester\.psm1$', 'Pester.psd1'
        $suite = Resolve-Path (Join-Path $PSScriptRoot '../../examples/Fleet.Tests.ps1')
        $report = Join-Path $TestDrive "$([guid]::NewGuid()).json"
        $script = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
        @"
`$ErrorActionPreference = 'Stop'
Import-Module '$manifest', '$pester'
`$null = Start-MoiDemo
`$null = New-MoiGroup all
$Before
`$data = ConvertFrom-Json -AsHashtable '$(ConvertTo-Json $Data -Compress)'
`$result = Invoke-Pester -Container (New-PesterContainer -Path '$suite' -Data `$data) -Output None -PassThru
`$result.Tests | ForEach-Object { @{ Name = `$_.ExpandedName; Result = `$_.Result; Why = "`$(`$_.ErrorRecord)" } } | ConvertTo-Json -AsArray | Set-Content '$report'
"@ | Set-Content $script
        $pwsh = (Get-Process -Id $PID).Path

        # A pwsh that is a .NET tool is started by dotnet.
        [string[]] $start = if ((Split-Path -LeafBase $pwsh) -eq 'dotnet') { @(Join-Path $PSHOME 'pwsh.dll') } else { @() }
        $said = & $pwsh @start -NoProfile -NonInteractive -File $script 2>&1
        $LASTEXITCODE | Should -Be 0 -Because "$said"
        Get-Content $report -Raw | ConvertFrom-Json
    }
}

Describe 'The fleet checks of the examples' {
    It 'pass on a fleet that is well' {
        $tests = Invoke-FleetCheck @{ MaximumDiskPercent = 100 }

        $tests.Name | Should -Be 'answers', 'agrees on the time', 'has one version of moid', 'has room below /'
        $tests | Where-Object Result -NE 'Passed' | ForEach-Object Why | Should -BeNullOrEmpty
    }

    It 'name what is wrong' {
        $tests = Invoke-FleetCheck @{ Folder = '/', '/nosuchfolder'; Package = 'no-such-package'; Moid = '9.9.9'; MaximumDiskPercent = 100 }

        $failed = $tests | Where-Object Result -EQ 'Failed'
        $failed.Name | Should -Be 'has one version of moid', 'has room below /nosuchfolder', 'has the package no-such-package'
        $failed[0].Why | Should -Match 'frodo has [\d.]+, not 9\.9\.9'
        $failed[1].Why | Should -Match 'merry: .*nosuchfolder'
        $failed[2].Why | Should -Match 'bilbo'
    }

    It 'name who is missing' {
        $tests = Invoke-FleetCheck -Before 'Stop-MoiDemo -Name merry'

        $tests.Result | Should -Not -Contain 'Passed'
        $tests.Why | Should -Match '10\.10\.10\.22 merry failed to respond'
    }
}
