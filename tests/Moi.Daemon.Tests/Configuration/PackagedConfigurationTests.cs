using System.Text.RegularExpressions;
using Moi.Daemon.Configuration;
using Moi.Protocol.Trust;
using Moi.Testing;

namespace Moi.Daemon.Tests.Configuration;

/// <summary>The configuration that the package for devices brings.</summary>
public sealed partial class PackagedConfigurationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_lets_keys_be_read_and_nothing_else_be_done()
    {
        var configuration = DaemonConfiguration.Load(_folder.Write("moid.toml", Text));

        Assert.True(configuration.Restricted);
        Assert.Null(configuration.Operators);
        Assert.Empty(configuration.Warnings);
    }

    [Fact]
    public void Each_setting_that_it_shows_in_a_comment_is_one()
    {
        using var key = OperatorKey.Create();
        foreach (string file in new[] { "password", "ca.crt", "frodo.crt", "frodo.key" })
        {
            _folder.Write(file, "x");
        }

        string text = Commented().Replace(Text, "$1").Replace("MFkw...", key.Public.Line, StringComparison.Ordinal);
        var configuration = DaemonConfiguration.Load(_folder.Write("moid.toml", text));

        Assert.Equal(("frodo", "frodo", "10.10.10.10"), (configuration.Id, configuration.Name, configuration.Address));
        Assert.Equal(_folder["ca.crt"], configuration.Broker.Tls!.CaFile);
        Assert.Equal("steve", Assert.Single(configuration.Operators!).Name);
    }

    private static string Text
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                string file = Path.Combine(folder.FullName, "packaging", "moid.toml");
                if (File.Exists(file))
                {
                    return File.ReadAllText(file);
                }
            }

            throw new FileNotFoundException($"There is no packaging/moid.toml above {AppContext.BaseDirectory}.");
        }
    }

    [GeneratedRegex(@"^# (\w+ = .*|\[[\w.]+\])$", RegexOptions.Multiline)]
    private static partial Regex Commented();
}
