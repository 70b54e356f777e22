using System.Text;
using Moi.Help.Pages;

namespace Moi.Help;

/// <summary>The help of the module: its pages, and the files that are made from them.</summary>
/// <param name="Commands">The pages of commands, in the order of the alphabet.</param>
/// <param name="Files">What is made from all pages: the text of each file by its name.</param>
internal sealed record HelpFolder(IReadOnlyList<CommandPage> Commands, IReadOnlyDictionary<string, string> Files)
{
    /// <summary>The file that the commands' help goes into: that of the assembly which they are in.</summary>
    public const string CommandFile = "Moi.PowerShell.dll-Help.xml";

    /// <summary>Reads all pages of a folder: those called about_ are topics, the others are commands.</summary>
    /// <exception cref="HelpPageException">A page is not of its form.</exception>
    public static HelpFolder Read(string folder)
    {
        List<CommandPage> commands = [];
        Dictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string file in Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal))
        {
            MarkdownPage page = MarkdownPage.Parse(file, File.ReadAllText(file));
            if (Path.GetFileName(file).StartsWith("about_", StringComparison.Ordinal))
            {
                files[$"{Path.GetFileNameWithoutExtension(file)}.help.txt"] = AboutTopic.Of(page);
            }
            else
            {
                commands.Add(CommandPageReader.Read(page));
            }
        }

        files[CommandFile] = Maml.Of(commands);
        return new HelpFolder(commands, files);
    }

    /// <summary>Writes the files into a folder, and deletes help in it that no page stands for. Gives the paths of those written.</summary>
    public IReadOnlyList<string> WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string old in Directory.GetFiles(folder).Where(IsHelp))
        {
            File.Delete(old);
        }

        List<string> written = [];
        foreach ((string name, string text) in Files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            string path = Path.Combine(folder, name);
            File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            written.Add(path);
        }

        return written;
    }

    private static bool IsHelp(string file) =>
        file.EndsWith(".help.txt", StringComparison.Ordinal) || file.EndsWith("-Help.xml", StringComparison.Ordinal);
}
