BeforeAll {
    $null = Start-MoiDemo
}

AfterAll {
    Stop-MoiDemo
}

Describe 'Get-MoiRemote' {
    It 'gives every remote, whose clock can be compared' {
        @(Get-MoiRemote | Where-Object Time -GT 0).Count | Should -Be 4
    }

    It 'makes each asked key a property that the other commands of PowerShell take' {
        $null = Set-MoiKey rank 1 -Name frodo
        $null = Set-MoiKey rank 2 -Name merry

        Get-MoiRemote rank | Where-Object rank | Sort-Object rank -Descending | Select-Object -ExpandProperty Name |
            Should -Be 'merry', 'frodo'
        Get-MoiRemote rank -Name bilbo | Select-Object -ExpandProperty rank | Should -BeNullOrEmpty
        Get-MoiRemote rank -Name merry | ConvertTo-Json | ConvertFrom-Json | Select-Object -ExpandProperty rank | Should -Be 2
    }

    It 'filters as the seed does' {
        (Get-MoiRemote -Filter 'addr=10.10.10.1#').Name | Sort-Object | Should -Be 'bilbo', 'frodo'
        Get-MoiRemote -Filter nosuchkey | Should -BeNullOrEmpty
    }

    It 'shows the spot in a filter that is none' {
        { Get-MoiRemote -Filter 'a b' } | Should -Throw -ExpectedMessage '*position*'
    }

    It 'tells a name that nobody has from a wildcard that matches nobody' {
        { Get-MoiRemote -Name sam -ErrorAction Stop } | Should -Throw -ErrorId 'RemoteNotFound,*'
        Get-MoiRemote -Name sam* -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'completes the names of remotes' {
        $line = 'Get-MoiRemote -Name '
        $completed = (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText

        $completed | Should -Be 'bilbo', 'frodo', 'merry', 'pippin'
    }

    It 'is shown as a table that fits the screen' {
        $text = Get-MoiRemote | Sort-Object Name | Out-String -Width 80

        $text | Should -Match '(?m)^.*Address +.*Name '
        $text | Should -Match '(?m)^10\.10\.10\.11 +bilbo +\d+ '
    }
}

Describe 'Set-MoiKey' {
    It 'sets one key, pairs, or a hashtable' {
        $null = Set-MoiKey one 1 -Name frodo
        $null = Set-MoiKey two=2, three=drei -Name frodo
        $null = Set-MoiKey @{ four = @(1, 2); five = @{ deep = $true } } -Name frodo

        $frodo = Get-MoiRemote one, two, three, four, five.deep -Name frodo
        $frodo.one | Should -Be 1
        $frodo.two | Should -BeExactly 2
        $frodo.three | Should -BeExactly 'drei'
        $frodo.four | Should -Be 1, 2
        $frodo.'five.deep' | Should -BeTrue
    }

    It 'erases by the text null and refuses $null with advice' {
        $null = Set-MoiKey gone 1 -Name frodo
        $null = Set-MoiKey gone=null -Name frodo

        Get-MoiRemote -Filter gone | Should -BeNullOrEmpty
        { Set-MoiKey gone $null } | Should -Throw -ErrorId 'BadKeyValue,*' -ExpectedMessage '*Remove-MoiKey gone*'
    }

    It 'names the remote that refuses a key of its own' {
        $answers = Set-MoiKey name sam -Name frodo -ErrorVariable refused -ErrorAction SilentlyContinue

        $answers | Should -BeNullOrEmpty
        $refused.FullyQualifiedErrorId | Should -BeLike 'KeyRejected,*'
        $refused.TargetObject.Name | Should -Be 'frodo'
    }

    It 'changes nothing with -WhatIf' {
        Set-MoiKey iffy 1 -WhatIf | Should -BeNullOrEmpty

        Get-MoiRemote -Filter iffy | Should -BeNullOrEmpty
    }
}

Describe 'Selecting remotes' {
    It 'addresses nobody when the pipeline brings nobody: <_>' -ForEach @(
        { Get-MoiRemote -Filter nosuchkey | Restart-MoiRemote }
        { Get-MoiRemote -Filter nosuchkey | Set-MoiKey emptied yes }
        { Get-MoiRemote -Filter nosuchkey | Invoke-MoiRun 'touch emptied' }
        { @() | Restart-MoiRemote }
        { @() | Set-MoiKey emptied yes }
        { @() | Invoke-MoiRun 'touch emptied' }
    ) {
        & $_ | Should -BeNullOrEmpty

        Get-MoiRemote -Filter emptied | Should -BeNullOrEmpty
        (Invoke-MoiRun '[ ! -e emptied ]').ExitCode | Should -Be 0, 0, 0, 0
    }

    It 'takes names, results, errors and what came from a file' {
        $file = Join-Path $TestDrive 'remotes.json'
        Get-MoiRemote -Name merry | Select-Object Name | ConvertTo-Json | Set-Content $file
        $clixml = Join-Path $TestDrive 'remotes.xml'
        Get-MoiRemote -Name pippin | Export-Clixml $clixml

        $remotes = 'frodo', (Get-MoiRemote -Name bilbo), (Get-Content $file | ConvertFrom-Json), (Import-Clixml $clixml) |
            Get-MoiRemote

        $remotes.Name | Sort-Object | Should -Be 'bilbo', 'frodo', 'merry', 'pippin'
    }
}

Describe 'Restart-MoiRemote' {
    It 'brings a demo remote back' {
        (Restart-MoiRemote -Name merry).Name | Should -Be 'merry'

        # It may be away for a moment.
        $back = foreach ($attempt in 1..100) {
            $answer = Get-MoiRemote -Name merry -ErrorAction Ignore
            if ($answer) { $answer; break }
            Start-Sleep -Milliseconds 100
        }
        $back.Name | Should -Be 'merry'
    }
}
