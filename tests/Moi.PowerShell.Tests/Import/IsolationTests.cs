using System.Diagnostics;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Import;

public sealed class IsolationTests
{
    [Fact]
    public async Task The_module_works_in_a_process_that_has_another_MQTTnet()
    {
        (string output, string errors) = await RunBesideFakeAsync(
            """
            Start-MoiDemo | ForEach-Object Remotes
            Set-MoiKey fake no | ForEach-Object Success
            Get-MoiRemote | ForEach-Object { "$_" }
            Invoke-MoiRun 'echo here' -Name frodo | ForEach-Object Stdout
            Stop-MoiDemo
            foreach ($assembly in [System.AppDomain]::CurrentDomain.GetAssemblies()) {
                if ($assembly.GetName().Name -eq 'MQTTnet') { $assembly.GetName().Version.Major }
            }
            """);

        Assert.Empty(errors);
        Assert.Equal(
            [
                "10.10.10.10 frodo", "10.10.10.11 bilbo", "10.10.10.22 merry", "10.10.10.23 pippin",
                "4", "5", "True", "True", "True", "True", "bilbo", "frodo", "here", "merry", "pippin",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private static async Task<(string Output, string Errors)> RunBesideFakeAsync(string script)
    {
        using Process process = Process.Start(new ProcessStartInfo(FakeMqttnet(), [StagedModule.Manifest, script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (await output, await errors);
    }

    private static string FakeMqttnet()
    {
        // tests/Moi.PowerShell.Tests/bin/CONFIGURATION/FRAMEWORK
        string[] parts = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar);
        return Path.Combine(["/", .. parts[..^4], "FakeMqttnet", .. parts[^3..], "MQTTnet"]);
    }
}
