BeforeDiscovery {
    # The manifest is looked at where it is staged: in its place here the files that it names are missing.
    function Get-Script {
        $top = Resolve-Path (Join-Path $PSScriptRoot '../..')
        Get-ChildItem $top -Recurse -Include *.ps1, *.psm1 -File | Where-Object FullName -NotMatch '[\\/](bin|obj|out)[\\/]' |
            ForEach-Object { @{ Name = [System.IO.Path]::GetRelativePath($top, $_.FullName); File = $_.FullName } }
        @{ Name = 'Moi.psd1'; File = (Get-Module Moi).Path -replace '\.PowerShell\.dll$', '.psd1' }
    }
}

Describe 'The scripts of the repository' {
    It '<Name> can be parsed' -ForEach (Get-Script) {
        $errors = $null
        $null = [System.Management.Automation.Language.Parser]::ParseFile($File, [ref] $null, [ref] $errors)

        $errors | Should -BeNullOrEmpty
    }

    It '<Name> gives PSScriptAnalyzer nothing to say' -ForEach (Get-Script) -Skip:(-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
        Invoke-ScriptAnalyzer -Path $File |
            ForEach-Object { "$($_.Line): $($_.RuleName): $($_.Message)" } | Should -BeNullOrEmpty
    }
}

Describe 'The manifest' {
    It 'is one that PowerShell takes' {
        $manifest = Test-ModuleManifest ((Get-Module Moi).Path -replace '\.PowerShell\.dll$', '.psd1') -WarningVariable warned

        $warned | Should -BeNullOrEmpty
        $manifest.ExportedCmdlets.Keys | Sort-Object | Should -Be ((Get-Command -Module Moi).Name | Sort-Object)
    }
}
