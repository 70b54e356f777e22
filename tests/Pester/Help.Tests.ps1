BeforeDiscovery {
    # The pages with what their examples say, but for those that need more than a demo.
    function Get-Page([string] $Filter) {
        Get-ChildItem (Join-Path $PSScriptRoot '../../docs/en-US') -Filter $Filter | ForEach-Object {
            $blocks = [regex]::Matches((Get-Content $_ -Raw), '(?ms)^```powershell$\n(.*?)^```$') | ForEach-Object { $_.Groups[1].Value }
            @{ Name = $_.BaseName; Script = $blocks -join "`n" }
        }
    }
}

Describe 'Get-Help' {
    It 'shows real text for <_>' -ForEach (Get-Command -Module Moi).Name {
        $text = Get-Help $_ -Full | Out-String -Width 200

        $text | Should -Match 'Example 2'
        $text | Should -Match 'RELATED LINKS\s+\w'
        (Get-Help $_).Synopsis | Should -Not -BeLike "$_ *" -Because 'without help the synopsis is the syntax'
        (Get-Help $_ -Parameter * -ErrorAction Ignore).Description.Text | Should -Not -BeNullOrEmpty
    }

    It 'shows the topic <_>' -ForEach (Get-Page about_*.md).Name {
        Get-Help $_ | Out-String | Should -Match "(?m)^TOPIC\s+$_\s+SHORT DESCRIPTION\s+\w"
    }
}

Describe 'The examples' {
    AfterEach {
        Pop-Location
        try {
            Stop-MoiDemo
        }
        catch {
            $_.FullyQualifiedErrorId | Should -BeLike 'NoDemo,*' -Because 'nothing but an ended demo may be in the way'
        }
    }

    It 'of <Name> run without an error' -ForEach (Get-Page *.md | Where-Object Script) {
        $folder = New-Item (Join-Path $TestDrive $Name) -ItemType Directory
        Push-Location $folder
        @{ 'Cargo.toml' = '[package]'; space = 'df -h / | tail -n 1'; install = 'echo installed'; 'a.conf' = 'a = 1'; 'b.conf' = 'b = 2' }.GetEnumerator() |
            ForEach-Object { Set-Content $_.Key $_.Value }
        if ($Script -notmatch 'Start-MoiDemo(?! -Name)') {
            $null = Start-MoiDemo
            $null = New-MoiGroup all
        }

        $ErrorActionPreference = 'Continue'
        $said = & ([scriptblock]::Create($Script)) 2>&1 3>$null

        $said | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] } | Should -BeNullOrEmpty
    }
}

Describe 'The committed help' -Skip:(-not (Get-Module platyPS -ListAvailable | Where-Object Version -Like 0.14.*)) {
    BeforeAll {
        Import-Module platyPS -MaximumVersion 0.14.99

        # Each element with its attributes, and its text where it has no other in it.
        function Get-Flat([System.Xml.XmlNode] $Node, [string] $Path) {
            foreach ($child in $Node.ChildNodes | Where-Object { $_ -is [System.Xml.XmlElement] }) {
                $attributes = ($child.Attributes | Where-Object Prefix -NE xmlns | ForEach-Object { "$($_.Name)=$($_.Value)" } | Sort-Object) -join ' '
                $isLeaf = -not ($child.ChildNodes | Where-Object { $_ -is [System.Xml.XmlElement] })
                "$Path/$($child.LocalName) $attributes $(if ($isLeaf) { ($child.InnerText -replace "`r`n", "`n").Trim() })"
                Get-Flat $child "$Path/$($child.LocalName)"
            }
        }
    }

    It 'is what platyPS makes of the pages' {
        $made = New-Item (Join-Path $TestDrive made) -ItemType Directory
        $repository = Resolve-Path (Join-Path $PSScriptRoot '../..')
        $null = New-ExternalHelp -Path (Join-Path $repository docs/en-US) -OutputPath $made -Force
        [xml] $theirs = Get-Content (Join-Path $made Moi.PowerShell.dll-Help.xml) -Raw
        [xml] $ours = Get-Content (Join-Path $repository en-US/Moi.PowerShell.dll-Help.xml) -Raw

        $expected = Get-Flat $theirs.helpItems
        $actual = Get-Flat $ours.helpItems

        $expected.Count | Should -BeGreaterThan 1000
        Compare-Object $expected $actual -SyncWindow 0 | ForEach-Object { "$($_.SideIndicator) $($_.InputObject)" } | Should -BeNullOrEmpty
        (Get-ChildItem $made -Filter about_*).Name | Should -Be (Get-ChildItem (Join-Path $repository en-US) -Filter about_*).Name
    }
}
