<#
.SYNOPSIS
    Checks a fleet with Pester: a suite to start from.
.DESCRIPTION
    Needs Pester 5 and the module Moi, connected or configured. Each test asks all remotes at once, and its message names
    those that are not as they should be. Remotes that do not answer fail each test, with the reason that is known.

    Make the group first, once, when all remotes are there: New-MoiGroup all
.EXAMPLE
    Invoke-Pester ./Fleet.Tests.ps1 -Output Detailed
.EXAMPLE
    $data = @{ Group = 'gates'; Package = 'tree', 'jq'; MaximumDiskPercent = 80 }
    Invoke-Pester -Container (New-PesterContainer -Path ./Fleet.Tests.ps1 -Data $data) -Output Detailed
.LINK
    about_Moi_FleetChecks
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', '', Justification = 'The tests read them.')]
param(
    # The group whose members must all be well.
    [string] $Group = 'all',

    # By how many seconds a clock may differ from the clock of this machine.
    [double] $MaximumClockDifferenceSeconds = 2,

    # The version of moid that all must have; by default only all the same.
    [string] $Moid,

    # How full, in per cent, the disk below a folder may be.
    [ValidateRange(1, 100)]
    [int] $MaximumDiskPercent = 90,

    # Folders on the remotes, whose disks are looked at.
    [ValidatePattern('^/[\w./-]*$')]
    [string[]] $Folder = '/',

    # Packages that must be installed: of dpkg, rpm, apk or opkg.
    [ValidatePattern('^[\w.+-]+$')]
    [string[]] $Package = @()
)

Describe 'The fleet' {
    It 'answers' {
        $null = Test-MoiRemote -Group $Group -ErrorVariable missing -ErrorAction SilentlyContinue

        $missing | ForEach-Object { "$_" } | Should -BeNullOrEmpty
    }

    It 'agrees on the time' {
        Get-MoiTime -Group $Group -ErrorAction Stop |
            Where-Object { [Math]::Abs($_.Difference.TotalSeconds) -gt $MaximumClockDifferenceSeconds } |
            ForEach-Object { '{0} is {1:0.0} s off' -f $_.Name, $_.Difference.TotalSeconds } |
            Should -BeNullOrEmpty
    }

    It 'has one version of moid' {
        $remotes = Get-MoiRemote -Group $Group -ErrorAction Stop
        $wanted = if ($Moid) { $Moid } else { ($remotes | Group-Object Moid | Sort-Object Count -Descending)[0].Name }

        $remotes | Where-Object Moid -NE $wanted | ForEach-Object { '{0} has {1}, not {2}' -f $_.Name, $_.Moid, $wanted } |
            Should -BeNullOrEmpty
    }

    It 'has room below <_>' -ForEach $Folder {
        # df -P: file system, blocks, used, available, per cent, mounted on.
        Invoke-MoiRun "df -P '$_' | tail -n 1" -Group $Group -ErrorAction Stop |
            ForEach-Object {
                $percent = (-split $_.Stdout)[4] -replace '%'
                if ($percent -notmatch '^\d+$') { '{0}: {1}{2}' -f $_.Name, $_.Stdout, $_.Stderr }
                elseif ([int] $percent -gt $MaximumDiskPercent) { '{0} is {1} % full' -f $_.Name, $percent }
            } |
            Should -BeNullOrEmpty
    }

    It 'has the package <_>' -ForEach $Package {
        $command = @'
if command -v dpkg-query; then dpkg-query -W -f='${Status}\n' PACKAGE | grep ' installed$'
elif command -v rpm; then rpm -q PACKAGE
elif command -v apk; then apk info -e PACKAGE
else opkg status PACKAGE | grep installed
fi
'@ -replace 'PACKAGE', $_
        Invoke-MoiRun $command -Group $Group -ErrorAction Stop | Where-Object Success -EQ $false | ForEach-Object Name | Should -BeNullOrEmpty
    }
}
