using System.Diagnostics;
using System.IO.Compression;
using System.Management.Automation;
using System.Xml.Linq;
using Moi.PowerShell.Tests.Help;
using Moi.PowerShell.Tests.Hosting;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Packaging;

/// <summary>What <c>dotnet pack</c> makes of the module that is built.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly string[] NuGetsOwn = ["_rels/", "package/", "[Content_Types].xml", "Moi.nuspec"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_package_the_zip_file_and_the_folder_hold_the_module_and_nothing_else()
    {
        string version = Version();
        Pack();

        List<string> folder = [.. FilesIn(_folder["module", "Moi", version])];
        using ZipArchive package = ZipFile.OpenRead(_folder[$"Moi.{version}.nupkg"]);
        using ZipArchive zip = ZipFile.OpenRead(_folder[$"Moi-{version}.zip"]);

        Assert.Equal(folder, Names(package).Where(name => !NuGetsOwn.Any(own => name.StartsWith(own, StringComparison.Ordinal))));
        Assert.Equal(folder.Select(name => $"Moi/{version}/{name}"), Names(zip));
        Assert.All(
            (string[])
            [
                "Moi.psd1", "Moi.PowerShell.dll", "Moi.Format.ps1xml", "LICENSE", "CHANGELOG.md", "Dependencies/Moi.Protocol.dll",
                "Dependencies/moid.dll", "en-US/Moi.PowerShell.dll-Help.xml", "en-US/about_Moi.help.txt", "examples/Fleet.Tests.ps1",
                "examples/mosquitto/mosquitto.conf",
            ],
            name => Assert.Contains(name, folder));
        Assert.DoesNotContain(folder, name => name.EndsWith(".pdb", StringComparison.Ordinal) || name.Contains("run/", StringComparison.Ordinal));
        Assert.All(folder, name => Assert.Equal(
            File.ReadAllBytes(Path.Combine(StagedModule.Folder, name)), File.ReadAllBytes(_folder["module", "Moi", version, name])));

        using ModuleSession session = new(import: false);
        session.Set("packed", _folder["module", "Moi", version, "Moi.psd1"]);
        PSModuleInfo manifest = (PSModuleInfo)Assert.Single(session.Run("Test-ModuleManifest $packed").Clean().Output).BaseObject;
        Assert.Equal(version, $"{manifest.Version}");
        AssertDescribed(package, manifest);
    }

    [Fact]
    public void The_manifest_has_the_version_of_what_is_built()
    {
        string assembly = FileVersionInfo.GetVersionInfo(Path.Combine(StagedModule.Folder, "Moi.PowerShell.dll")).ProductVersion!;

        Assert.Equal(assembly, Version());
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertDescribed(ZipArchive package, PSModuleInfo manifest)
    {
        using Stream stream = package.GetEntry("Moi.nuspec")!.Open();
        XElement metadata = XDocument.Load(stream).Root!.Elements().Single();
        Dictionary<string, string> said = metadata.Elements().ToDictionary(element => element.Name.LocalName, element => element.Value);

        Assert.Equal(("Moi", manifest.Description, manifest.Author), (said["id"], said["description"], said["authors"]));
        Assert.Equal("MIT", said["license"]);
        Assert.All(manifest.Tags, tag => Assert.Contains(tag, said["tags"].Split(' ')));
        Assert.Contains("PSModule", said["tags"].Split(' '));
        Assert.DoesNotContain("dependencies", said.Keys);
    }

    private static string Version()
    {
        using ModuleSession session = new();
        return $"{session.Run("(Get-Module Moi).Version").Clean().Single}";
    }

    private void Pack()
    {
        string configuration = AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";
        ProcessStartInfo start = new("dotnet")
        {
            ArgumentList = { "pack", "Moi.PowerShell", "--no-build", "-nologo", "-c", configuration, "-o", _folder.Path },
            WorkingDirectory = HelpPages.Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The SDK of the running tests would otherwise be told to the one that is started.
        start.Environment.Remove("MSBUILD_EXE_PATH");
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process pack = Process.Start(start)!;
        Task<string> errors = pack.StandardError.ReadToEndAsync();
        string said = pack.StandardOutput.ReadToEnd();
        pack.WaitForExit();
        Assert.True(pack.ExitCode == 0, said + errors.Result);
    }

    private static IEnumerable<string> Names(ZipArchive archive) =>
        archive.Entries.Select(entry => entry.FullName).Where(name => !name.EndsWith('/')).Order(StringComparer.Ordinal);

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/'))
            .Order(StringComparer.Ordinal);
}
