@{
    RootModule           = 'Moi.PowerShell.dll'
    ModuleVersion        = '0.2.0'
    GUID                 = '5b0d6a0e-7f0c-4d0f-9a55-6f1f6f0f3b51'
    Author               = 'The Moi developers'
    CompanyName          = 'The Moi developers'
    Copyright            = '(c) 2026 the Moi developers. MIT licence.'
    Description          = 'Runs a fleet of small Linux devices from PowerShell, over an MQTT broker.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('Moi.Format.ps1xml')
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    CmdletsToExport      = @(
        'Connect-MoiBroker'
        'Disconnect-MoiBroker'
        'Get-MoiConfig'
        'Get-MoiGroup'
        'Get-MoiJob'
        'Get-MoiOperatorKey'
        'Get-MoiRecipe'
        'Get-MoiRemote'
        'Get-MoiTime'
        'Group-MoiResult'
        'Import-MoiRecipe'
        'Invoke-MoiRecipe'
        'Invoke-MoiRun'
        'Invoke-MoiScript'
        'New-MoiGroup'
        'New-MoiOperatorKey'
        'Receive-MoiFile'
        'Remove-MoiGroup'
        'Remove-MoiKey'
        'Remove-MoiRemote'
        'Restart-MoiRemote'
        'Send-MoiFile'
        'Set-MoiConfig'
        'Set-MoiKey'
        'Start-MoiDemo'
        'Start-MoiJob'
        'Stop-MoiDemo'
        'Stop-MoiJob'
        'Test-MoiRemote'
        'Wait-MoiJob'
        'Watch-MoiRemote'
    )
    PrivateData          = @{
        PSData = @{
            Tags         = @('MQTT', 'IoT', 'Fleet', 'Embedded', 'Remoting', 'Linux', 'PSEdition_Core')
            ReleaseNotes = 'See CHANGELOG.md.'
        }
    }
}
