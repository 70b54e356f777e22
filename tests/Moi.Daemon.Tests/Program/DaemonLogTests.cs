using System.Text;
using Microsoft.Extensions.Logging;
using Moi.Daemon.Program;

namespace Moi.Daemon.Tests.Program;

public sealed class DaemonLogTests
{
    private readonly MemoryStream _output = new();

    [Theory]
    [InlineData(LogLevel.Critical, 2)]
    [InlineData(LogLevel.Error, 3)]
    [InlineData(LogLevel.Warning, 4)]
    [InlineData(LogLevel.Information, 6)]
    [InlineData(LogLevel.Debug, 7)]
    public void An_entry_is_a_line_with_a_severity_that_the_journal_reads(LogLevel level, int severity)
    {
        Say(LogLevel.Trace, level, "said");

        Assert.Equal($"<{severity}>moid: said\n", Written);
    }

    [Fact]
    public void An_entry_stays_one_line_with_its_exception_and_whatever_a_stranger_sent()
    {
        Say(LogLevel.Trace, LogLevel.Error, "from\n<0>moid: elsewhere", new InvalidOperationException("first\r\nsecond"));

        Assert.StartsWith("<3>moid: from <0>moid: elsewhere System.InvalidOperationException: first second", Written);
        Assert.Single(Written, '\n');
    }

    [Fact]
    public void What_is_less_severe_is_left_out()
    {
        Say(LogLevel.Warning, LogLevel.Information, "not this");

        Assert.Equal(string.Empty, Written);
    }

    private string Written => Encoding.UTF8.GetString(_output.ToArray());

    private void Say(LogLevel least, LogLevel level, string text, Exception? exception = null) =>
        new DaemonLog("moid", least, _output).Log(level, default, text, exception, (state, _) => state);
}
