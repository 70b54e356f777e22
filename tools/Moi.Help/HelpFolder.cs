using System.Text;
using Moi.Help.Pages;

namespace Moi.Help;

/// <summary>The pages of a folder, and the files that Get-Help reads.</summary>
/// <param name="Commands">The pages of commands, in the order of the alphabet.</param>
/// <param name="Topics">The pages about_NAME, in the order of the alphabet.</param>
internal sealed record HelpFolder(IReadOnlyList<CommandPage> Commands, IReadOnlyList<TopicPage> Topics)
{
    /// <summary>The file that the commands' help goes into: that of the assembly which they are in.</summary>
    public const string CommandFile = "Moi.PowerShell.dll-Help.xml";

    private const string TopicPrefix = "about_";
    private const string TopicEnding = ".help.txt";

    /// <summary>Reads all pages of a folder.</summary>
    /// <exception cref="HelpPageException">A page is not of its form.</exception>
    public static HelpFolder Read(string folder)
    {
        List<MarkdownPage> pages =
        [
            .. Directory.GetFiles(folder, "*.md")
                .Order(StringComparer.Ordinal)
                .Select(file => MarkdownPage.Parse(file, File.ReadAllText(file))),
        ];
        ILookup<bool, MarkdownPage> kinds = pages.ToLookup(page => Path.GetFileName(page.File).StartsWith(TopicPrefix, StringComparison.Ordinal));
        return new HelpFolder([.. kinds[false].Select(CommandPageReader.Read)], [.. kinds[true].Select(TopicPage.Read)]);
    }

    /// <summary>What is made from the pages: the text of each file by its name.</summary>
    public IReadOnlyDictionary<string, string> Files()
    {
        SortedDictionary<string, string> files = new(StringComparer.Ordinal) { [CommandFile] = Maml.Of(Commands) };
        foreach (TopicPage topic in Topics)
        {
            files[topic.Name + TopicEnding] = topic.Text;
        }

        return files;
    }

    /// <summary>Writes the files into a folder, and deletes topics in it that have no page any more. Gives the paths of those written.</summary>
    public IReadOnlyList<string> WriteTo(string folder)
    {
        IReadOnlyDictionary<string, string> files = Files();
        Directory.CreateDirectory(folder);
        foreach (string old in Directory.GetFiles(folder, $"*{TopicEnding}").Where(file => !files.ContainsKey(Path.GetFileName(file))))
        {
            File.Delete(old);
        }

        UTF8Encoding plain = new(encoderShouldEmitUTF8Identifier: false);
        foreach ((string name, string text) in files)
        {
            File.WriteAllText(Path.Combine(folder, name), text, plain);
        }

        return [.. files.Keys.Select(name => Path.Combine(folder, name))];
    }
}
