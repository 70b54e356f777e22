Describe 'The demo' {
    AfterEach {
        try {
            Stop-MoiDemo
        }
        catch {
            $_.FullyQualifiedErrorId | Should -BeLike 'NoDemo,*' -Because 'nothing but an ended demo may be in the way'
        }
    }

    It 'has the four remotes of the examples, and connects' {
        $demo = Start-MoiDemo

        $demo.Remotes | Should -Be 'frodo', 'bilbo', 'merry', 'pippin'
        Get-MoiRemote | ForEach-Object { "$_" } | Sort-Object |
            Should -Be '10.10.10.10 frodo', '10.10.10.11 bilbo', '10.10.10.22 merry', '10.10.10.23 pippin'
    }

    It 'leaves no files when it is stopped' {
        $demo = Start-MoiDemo -Count 2
        $demo.Folder | Should -Exist

        Stop-MoiDemo

        $demo.Folder | Should -Not -Exist
        { Stop-MoiDemo } | Should -Throw -ErrorId 'NoDemo,*'
    }

    It 'cannot be started twice in one session' {
        Start-MoiDemo -Count 1

        { Start-MoiDemo } | Should -Throw -ErrorId 'DemoRuns,*'

        (Get-MoiRemote).Name | Should -Be 'frodo'
    }

    It 'plays the story of the remote that went missing' {
        $null = Start-MoiDemo
        Stop-MoiDemo -Name merry

        $answers = Get-MoiRemote -ErrorVariable missing -ErrorAction SilentlyContinue

        $answers.Name | Sort-Object | Should -Be 'bilbo', 'frodo', 'pippin'
        "$missing" | Should -Match '^10\.10\.10\.22 merry failed to respond: offline since '
        $null = Start-MoiDemo -Name merry
        ($missing | Get-MoiRemote).Name | Should -Be 'merry'
    }

    It 'ends with the module' {
        $demo = Start-MoiDemo -Count 1
        $manifest = (Get-Module Moi).Path -replace '\.PowerShell\.dll$', '.psd1'

        Remove-Module Moi

        $demo.Folder | Should -Not -Exist
        Import-Module $manifest -Global
    }

    It 'ends with the process, without a word' {
        $manifest = (Get-Module Moi).Path -replace '\.PowerShell\.dll$', '.psd1'
        $pwsh = (Get-Process -Id $PID).Path

        # A pwsh that is a .NET tool is started by dotnet.
        [string[]] $start = if ((Split-Path -LeafBase $pwsh) -eq 'dotnet') { @(Join-Path $PSHOME 'pwsh.dll') } else { @() }

        $folder = & $pwsh @start -NoProfile -Command "Import-Module '$manifest'; (Start-MoiDemo -Count 2).Folder" 2>&1

        $LASTEXITCODE | Should -Be 0
        $folder | Should -BeOfType string
        $folder | Should -Match 'moi-demo-'
        $folder | Should -Not -Exist
    }
}
