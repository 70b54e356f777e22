namespace Moi.PowerShell.Tests.Shell;

/// <summary>A small script module named Moi in a folder of its own, in place of the real one.</summary>
public sealed class StubModule : IDisposable
{
    private const string Manifest =
        """
        @{
            RootModule = 'Moi.psm1'
            ModuleVersion = '0.0.1'
            GUID = '7e2d1e26-2f11-4b76-9d36-2dbf5f4f2b11'
            FunctionsToExport = '*'
            CmdletsToExport = @()
            AliasesToExport = @()
        }
        """;

    private const string Functions =
        """
        function Trace-Call($Text) { [IO.File]::AppendAllText($env:MOI_STUB_TRACE, "$Text`n") }

        function Start-MoiDemo
        {
            [CmdletBinding()] param()
            Trace-Call 'start'
            if ($env:MOI_STUB_FAILS) { throw 'no free port' }
            [pscustomobject]@{ Broker = 'embedded' }
        }

        function Stop-MoiDemo { [CmdletBinding()] param() Trace-Call 'stop' }

        function Get-Device([int] $Count = 2)
        {
            foreach ($i in 1..$Count) { [pscustomobject]@{ Address = "a$i"; Name = "name$i"; Time = $i } }
        }

        function Set-Device
        {
            [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param([Parameter(Mandatory)] [string] $Name)
            if ($PSCmdlet.ShouldProcess($Name, 'set')) { "did set $Name" }
        }

        function Get-Secret([Parameter(Mandatory)] [securestring] $Word)
        {
            "$($Word.GetType().Name) $([Net.NetworkCredential]::new('', $Word).Password)"
        }

        function Get-Silent
        {
            [CmdletBinding()] param()
            $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new(
                [Exception]::new('no answer from frodo'), 'Silent', 'OperationTimeout', 'frodo'))
        }

        function Get-Noise
        {
            [CmdletBinding()] param()
            $PSCmdlet.WriteProgress([Management.Automation.ProgressRecord]::new(1, 'Working', 'on it'))
            $PSCmdlet.WriteWarning('a warning')
            $PSCmdlet.WriteVerbose('a remark')
            'an object'
        }

        function Wait-Forever { [CmdletBinding()] param() while ($true) { } }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("moi-shell-").FullName;

    public StubModule()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "Moi"));
        File.WriteAllText(Path.Combine(_folder, "Moi", "Moi.psd1"), Manifest);
        File.WriteAllText(Path.Combine(_folder, "Moi", "Moi.psm1"), Functions);
    }

    /// <summary>The folder of the module.</summary>
    public string ModulePath => Path.Combine(_folder, "Moi");

    /// <summary>The file that the demo functions leave their names in.</summary>
    public string TracePath => Path.Combine(_folder, "trace");

    /// <summary>The demo functions called so far.</summary>
    public string[] Trace => File.Exists(TracePath) ? File.ReadAllLines(TracePath) : [];

    /// <summary>Writes a script beside the module.</summary>
    /// <param name="name">Its file name.</param>
    /// <param name="text">Its text.</param>
    /// <returns>Its path.</returns>
    public string WriteScript(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
