using Moi.Help;
using Moi.Testing;

namespace Moi.PowerShell.Tests.Help.Tool;

public sealed class HelpFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void All_pages_of_a_folder_become_the_help_of_one_module()
    {
        _folder.Write("pages/Get-Thing.md", PageText.Good);
        _folder.Write("pages/Add-Thing.md", PageText.Good.Replace("Get-Thing", "Add-Thing"));
        _folder.Write("pages/about_Things.md", "# Things\n\n## about_Things\n\n# SHORT DESCRIPTION\n\nThings.\n\n# LONG DESCRIPTION\n\nMany.\n");
        _folder.Write("help/about_Gone.help.txt", "old");
        _folder.Write("help/other.txt", "kept");

        IReadOnlyList<string> written = HelpFolder.Read(_folder["pages"]).WriteTo(_folder["help"]);

        Assert.Equal(["Moi.PowerShell.dll-Help.xml", "about_Things.help.txt"], written.Select(Path.GetFileName));
        Assert.Equal(
            ["Moi.PowerShell.dll-Help.xml", "about_Things.help.txt", "other.txt"],
            Directory.GetFiles(_folder["help"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        string maml = File.ReadAllText(_folder["help", "Moi.PowerShell.dll-Help.xml"]);
        Assert.True(maml.IndexOf("Add-Thing", StringComparison.Ordinal) < maml.IndexOf("Get-Thing", StringComparison.Ordinal));
        Assert.DoesNotContain('\r', maml);
    }

    [Fact]
    public void A_page_that_is_wrong_leaves_the_help_as_it_was()
    {
        _folder.Write("pages/Get-Thing.md", PageText.Good.Replace("## SYNTAX", "## SYNTACS"));
        string old = _folder.Write("help/Moi.PowerShell.dll-Help.xml", "old");

        HelpPageException error = Assert.Throws<HelpPageException>(() => HelpFolder.Read(_folder["pages"]).WriteTo(_folder["help"]));

        Assert.Contains("Get-Thing.md(8)", error.Message);
        Assert.Equal("old", File.ReadAllText(old));
    }

    public void Dispose() => _folder.Dispose();
}
