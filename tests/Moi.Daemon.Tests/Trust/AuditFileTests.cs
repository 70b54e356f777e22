using System.Runtime.Versioning;
using Moi.Daemon.Trust;
using Moi.Testing;

namespace Moi.Daemon.Tests.Trust;

[SupportedOSPlatform("linux")]
public sealed class AuditFileTests
{
    [Fact]
    public void A_file_grows_to_its_limit_and_so_many_are_kept()
    {
        using TemporaryFolder folder = new();
        AuditFile file = new(folder["audit.log"], limit: 100, kept: 2);

        for (int i = 0; i < 100; i++)
        {
            file.Append("0123456789012345678\n"u8);
        }

        Assert.Equal(["audit.log", "audit.log.1", "audit.log.2"], Directory.GetFiles(folder.Path).Select(Path.GetFileName).Order());
        Assert.All(Directory.GetFiles(folder.Path), path => Assert.Equal(100, new FileInfo(path).Length));
        Assert.All(
            Directory.GetFiles(folder.Path),
            path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
    }

    [Fact]
    public void What_was_written_before_a_start_stays()
    {
        using TemporaryFolder folder = new();
        new AuditFile(folder["audit.log"], limit: 100, kept: 1).Append("first\n"u8);

        new AuditFile(folder["audit.log"], limit: 100, kept: 1).Append("second\n"u8);

        Assert.Equal("first\nsecond\n", File.ReadAllText(folder["audit.log"]));
    }
}
