BeforeAll {
    $null = Start-MoiDemo

    # How many processes there are of a command that lasts until it is killed.
    function Get-RunningCount([string] $Seconds) {
        @(Get-Process sleep -ErrorAction Ignore | Where-Object CommandLine -EQ "sleep $Seconds").Count
    }

    function Wait-Until([scriptblock] $Condition) {
        foreach ($attempt in 1..200) {
            if (& $Condition) { return }
            Start-Sleep -Milliseconds 100
        }

        throw "Waited in vain for $Condition"
    }
}

AfterAll {
    Stop-MoiDemo
}

Describe 'Invoke-MoiRun' {
    It 'gives exit code and output of each remote' {
        $results = Invoke-MoiRun 'echo out; echo err >&2; exit 3'

        $results.Count | Should -Be 4
        $results.ExitCode | Select-Object -Unique | Should -Be 3
        $results.Stdout | Select-Object -Unique | Should -Be 'out'
        $results.Stderr | Select-Object -Unique | Should -Be 'err'
        $results.Success | Should -Not -Contain $true
    }

    It 'gives output larger than a message whole, and says what it left out of a flood' {
        (Invoke-MoiRun 'seq 1 40000' -Name frodo).Stdout -split "`n" | Measure-Object | Select-Object -ExpandProperty Count |
            Should -Be 40000

        $flood = Invoke-MoiRun 'yes | head -c 3000000' -Name frodo
        $flood.Truncated | Should -BeTrue
        $flood.Stdout | Should -Match '\n\[\.\.\. \d+ bytes left out \.\.\.\]\n'
    }

    It 'names the destinations when a folder is not there' {
        { Invoke-MoiRun pwd nosuchplace -Name frodo -ErrorAction Stop } |
            Should -Throw -ErrorId 'NoDirectory,*' -ExpectedMessage '10.10.10.10 frodo: *bin, tmp, home, self*'
    }

    It 'kills a command whose time is up' {
        $result = Invoke-MoiRun 'sleep 1000' -RunTimeoutSeconds 0.3 -Name frodo

        $result.Ending | Should -Be 'TimedOut'
        $result.Success | Should -BeFalse
    }

    It 'leaves who failed out of the next stage, with one warning' {
        $one = 'case $PWD in */merry/*) exit 3;; esac'

        $next = Invoke-MoiRun $one | Invoke-MoiRun 'echo next' -WarningVariable warned -WarningAction SilentlyContinue
        $all = Invoke-MoiRun $one | Invoke-MoiRun 'echo next' -IncludeFailed

        $next.Name | Sort-Object | Should -Be 'bilbo', 'frodo', 'pippin'
        $warned | Should -HaveCount 1
        $all | Should -HaveCount 4
    }

    It 'ends the commands still at work when the next stage has enough' {
        $seconds = "1000.$(Get-Random -Minimum 100000000 -Maximum 999999999)"

        $first = Invoke-MoiRun "case `$PWD in */bilbo/*) ;; *) sleep $seconds;; esac" | Select-Object -First 1

        $first.Name | Should -Be 'bilbo'
        Wait-Until { (Get-RunningCount $seconds) -eq 0 }
        (Get-MoiRemote).Count | Should -Be 4
    }

    It 'ends its commands when it is stopped' {
        $seconds = "1000.$(Get-Random -Minimum 100000000 -Maximum 999999999)"
        $manifest = (Get-Module Moi).Path -replace '\.PowerShell\.dll$', '.psd1'
        $port = (Start-MoiDemo -Name frodo).Port
        $operator = [powershell]::Create().AddScript({
                param($Manifest, $Port, $Seconds)
                Import-Module $Manifest
                Connect-MoiBroker 127.0.0.1 $Port
                Invoke-MoiRun "sleep $Seconds"
            }).AddArgument($manifest).AddArgument($port).AddArgument($seconds)
        $null = $operator.BeginInvoke()
        Wait-Until { (Get-RunningCount $seconds) -eq 4 }

        $operator.Stop()

        Wait-Until { (Get-RunningCount $seconds) -eq 0 }
        $operator.Runspace.Dispose()
        $operator.Dispose()
    }

    It 'works in parallel runspaces on one connection' {
        $port = (Start-MoiDemo -Name frodo).Port
        $connection = Connect-MoiBroker 127.0.0.1 $port -PassThru
        $manifest = (Get-Module Moi).Path -replace '\.PowerShell\.dll$', '.psd1'

        $said = 'frodo', 'bilbo', 'merry', 'pippin' | ForEach-Object -Parallel {
            Import-Module $using:manifest
            (Invoke-MoiRun "echo $_" -Name $_ -Connection $using:connection).Stdout
        }

        $said | Sort-Object | Should -Be 'bilbo', 'frodo', 'merry', 'pippin'
        $connection | Disconnect-MoiBroker
        Connect-MoiBroker 127.0.0.1 $port
    }
}
