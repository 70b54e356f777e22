using Moi.Help;
using Moi.Help.Pages;

namespace Moi.PowerShell.Tests.Help.Tool;

/// <summary>A small page of a command that is of the right form, for tests to spoil.</summary>
internal static class PageText
{
    public const string File = "Get-Thing.md";

    public const string Good = """
        ---
        external help file: Moi.PowerShell.dll-Help.xml
        Module Name: Moi
        online version:
        schema: 2.0.0
        ---

        # Get-Thing

        ## SYNOPSIS

        Gets `things`, one
        by one.

        ## SYNTAX

        ### Name (Default)

        ```
        Get-Thing [[-Name] <String[]>]
         [-All]
        ```

        ### Id

        ```
        Get-Thing -Id <Int32> [-All]
        ```

        ## DESCRIPTION

        The first paragraph.

        - an item
        - another \*

        The last paragraph \<is\> & stays.

        ## EXAMPLES

        ### Example 1: Get all

        ```powershell
        Get-Thing

        Get-Thing -All
        ```

        ```Output
        a thing
        ```

        Gets all.

        ## PARAMETERS

        ### -All

        Gets all.

        ```yaml
        Type: SwitchParameter
        Parameter Sets: (All)
        Aliases: a, every

        Required: False
        Position: Named
        Default value: None
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Id

        The id.

        ```yaml
        Type: Int32
        Parameter Sets: Id
        Aliases:

        Required: True
        Position: Named
        Default value: None
        Accept pipeline input: False
        Accept wildcard characters: False
        ```

        ### -Name

        The names.

        ```yaml
        Type: String[]
        Parameter Sets: Name
        Aliases:
        Accepted values: one, two

        Required: False
        Position: 0
        Default value: one
        Accept pipeline input: True (ByValue)
        Accept wildcard characters: True
        ```

        ### CommonParameters

        As all have them.

        ## INPUTS

        ### System.String[]

        Names.

        ## OUTPUTS

        ### Moi.Thing

        A thing.

        ## NOTES

        ## RELATED LINKS

        [Set-Thing](Set-Thing.md)

        [Online](https://things.example/get)

        """;

    /// <summary>Reads the good page, with one text in it replaced.</summary>
    public static CommandPage Read(string? old = null, string? with = null)
    {
        Assert.True(old is null || Good.Contains(old), $"The page has no '{old}'.");
        return CommandPageReader.Read(MarkdownPage.Parse(File, old is null ? Good : Good.Replace(old, with)));
    }

    /// <summary>The MAML of the good page, with one text in it replaced.</summary>
    public static string Maml(string? old = null, string? with = null) => Moi.Help.Maml.Of([Read(old, with)]);
}
