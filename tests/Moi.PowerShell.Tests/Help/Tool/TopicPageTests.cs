using Moi.Help;
using Moi.Help.Pages;

namespace Moi.PowerShell.Tests.Help.Tool;

public sealed class TopicPageTests
{
    private const string Good = """
        # Things

        ## about_Things

        # SHORT DESCRIPTION

        What things are.

        # LONG DESCRIPTION

        A line that is so long that it has to be broken, since a console has not more than eighty columns as a rule.

        ## More

        - an item that is so long that it has to be broken, and whose second line stands below the first

        ```powershell
        Get-Thing |

            Out-Null
        ```

        # SEE ALSO

        - Get-Thing

        """;

    [Fact]
    public void A_topic_becomes_text_of_eighty_columns()
    {
        Assert.Equal(
            """
            TOPIC
                about_Things

            SHORT DESCRIPTION
                What things are.

            LONG DESCRIPTION
                A line that is so long that it has to be broken, since a console has not
                more than eighty columns as a rule.

            More
                - an item that is so long that it has to be broken, and whose second line
                  stands below the first

                    Get-Thing |

                        Out-Null

            SEE ALSO
                - Get-Thing

            """,
            Read(Good).Text);
    }

    [Fact]
    public void Its_code_is_kept_apart_too()
    {
        Assert.Equal([new CodeBlock("powershell", "Get-Thing |\n\n    Out-Null")], Read(Good).Code);
    }

    [Fact]
    public void A_word_longer_than_a_line_stands_on_one_of_its_own()
    {
        string word = new('x', 100);

        Assert.Contains($"\n    {word}\n", Read(Good.Replace("A line that is so long", $"Some {word}")).Text);
    }

    [Theory]
    [InlineData("## about_Things", "## about_Other", "## about_Things")]
    [InlineData("# SHORT DESCRIPTION", "# DESCRIPTION", "SHORT DESCRIPTION")]
    [InlineData("```powershell", "```", "powershell")]
    [InlineData("What things are.", "> quoted", "text or a list")]
    public void A_topic_of_another_form_is_an_error(string old, string with, string says)
    {
        string text = Good.Replace(old, with);
        Assert.NotEqual(Good, text);
        HelpPageException error = Assert.Throws<HelpPageException>(() => Read(text));
        Assert.Contains(says, error.Message);
    }

    private static TopicPage Read(string text) => TopicPage.Read(MarkdownPage.Parse("docs/about_Things.md", text));
}
