using CsCheck;
using Moi.Daemon.Trust;

namespace Moi.Daemon.Tests.Trust;

public sealed class CommandPatternTests
{
    private static readonly string[] Pieces =
    [
        "uname", " ", "-m", "-", "*", ";", "$(", ")", "`", "|", "\n", "'", "\"", "\\", "..", "/etc/x", "a", "=", "é", "~", ">", "&", "\t",
    ];

    private static readonly Gen<string> Command = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 8].Select(string.Concat);

    [Theory]
    [InlineData("uname -m", "uname -m", true)]
    [InlineData("uname -m", "uname  -m", false)]
    [InlineData("uname -m", "uname -m ", false)]
    [InlineData("uname -m", "UNAME -m", false)]
    [InlineData("", "", true)]
    [InlineData("systemctl restart *", "systemctl restart nginx.service", true)]
    [InlineData("systemctl restart *", "systemctl restart ", false)]
    [InlineData("systemctl restart *", "systemctl restart a b", false)]
    [InlineData("systemctl restart *", "systemctl restart -H", false)]
    [InlineData("systemctl restart *", "systemctl restart a;id", false)]
    [InlineData("systemctl restart *", "systemctl restart $IFS", false)]
    [InlineData("systemctl restart *", "systemctl restart a\nid", false)]
    [InlineData("cat /var/log/*.log", "cat /var/log/a-b.log", true)]
    [InlineData("cat /var/log/*.log", "cat /var/log/.log", false)]
    [InlineData("* *", "a b", true)]
    [InlineData("*", "-x", false)]
    [InlineData("a*b*c", "aXbYc", true)]
    [InlineData("a*b*c", "abc", false)]
    [InlineData("cat /var/log/*", "cat /var/log/../../etc/shadow", false)]
    [InlineData("cat /var/log/*", "cat /var/log/a/..", false)]
    [InlineData("cat /var/log/.*", "cat /var/log/./x", true)]
    [InlineData("cat /var/log/.*", "cat /var/log/../x", false)]
    [InlineData("cat /var/log/**", "cat /var/log/..", false)]
    [InlineData("cat ../*", "cat ../x", true)]
    [InlineData("cat ../*", "cat ../../x", false)]
    [InlineData("cat ..*", "cat ../x", false)]
    [InlineData("cc -I* a.c", "cc -I../x a.c", false)]
    [InlineData("ls --hide=* *", "ls --hide=.. a", false)]
    [InlineData("cat /var/log/*", "cat /var/log/a..b/...c", true)]
    public void A_pattern_allows_what_it_says(string pattern, string command, bool allows) =>
        Assert.Equal(allows, new CommandPattern(pattern).Allows(command));

    [Fact]
    public void A_text_without_a_star_allows_itself_only() => Gen.Select(Command, Command).Sample((text, command) =>
        text.Contains('*') || new CommandPattern(text).Allows(command) == (text == command));

    [Fact]
    public void Whatever_a_star_stands_for_the_shell_takes_as_one_word() => Command.Sample(command =>
    {
        if (new CommandPattern("echo *").Allows($"echo {command}"))
        {
            Assert.NotEmpty(command);
            Assert.All(command, c => Assert.True(char.IsAsciiLetterOrDigit(c) || "_./:=@%+,-".Contains(c)));
            Assert.NotEqual('-', command[0]);
            Assert.DoesNotContain("..", command.Split('/'));
        }
    });

    [Fact]
    public void A_long_command_is_judged_soon() =>
        Assert.False(new CommandPattern(string.Concat(Enumerable.Repeat("*a", 50))).Allows(new string('a', 4096) + ";"));
}
