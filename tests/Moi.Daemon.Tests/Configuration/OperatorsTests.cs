using System.Text.RegularExpressions;
using Moi.Daemon.Configuration;
using Moi.Daemon.Tests.Trust;
using Moi.Daemon.Trust;
using Moi.Protocol.Configuration;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;
using Moi.Testing;

namespace Moi.Daemon.Tests.Configuration;

/// <summary>Who may command a remote, as its configuration says it.</summary>
public sealed class OperatorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly OperatorKey _key = OperatorKey.Create();

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Operators_are_read_from_TOML_and_JSON()
    {
        DaemonConfiguration toml = Load("a.toml", $"""
            [config]
            name = "frodo"
            trust_clock = false
            audit = "log"
            [config.destinations]
            web = "/srv/www"
            [operators.steve]
            key = "{_key.Public.Line}"
            verbs = ["get", "run"]
            destinations = ["tmp", "web"]
            commands = ["uname -m"]
            """);
        DaemonConfiguration json = Load("a.json", $$"""{"name":"frodo","operators":{"steve":{"key":"{{_key.Public.Line}}" } } }""");

        KnownOperator steve = Assert.Single(toml.Operators!);
        Assert.Equal(("steve", _key.Public.Id), (steve.Name, steve.Key.Id));
        Assert.Equal(["get", "run"], steve.Verbs);
        Assert.Equal(["tmp", "web"], steve.Destinations);
        Assert.Equal(["uname -m"], steve.Commands);
        Assert.Equal((false, true), (toml.TrustsClock, toml.AuditsToLog));
        KnownOperator same = Assert.Single(json.Operators!);
        Assert.True(same is { Verbs: null, Destinations: null, Commands: null });
        Assert.Equal((true, false), (json.TrustsClock, json.AuditsToLog));
    }

    [Fact]
    public void They_may_stand_in_a_file_of_their_own_with_keys_in_files_beside_it()
    {
        _folder.Write("shared/steve.pub", _key.Public.Pem);
        _folder.Write("shared/operators.toml", "[steve]\nkey_file = \"steve.pub\"\n");

        DaemonConfiguration configuration = Load("a.toml", "[config]\nname = \"frodo\"\noperators_file = \"shared/operators.toml\"\n");

        Assert.Equal(_key.Public.Id, Assert.Single(configuration.Operators!).Key.Id);
    }

    [Fact]
    public void Without_any_there_are_none() => Assert.Null(Load("a.toml", "[config]\nname = \"frodo\"\n").Operators);

    [Theory]
    [InlineData("[operators]\n", "names no operator")]
    [InlineData("[operators.steve]\n", "key_file is missing")]
    [InlineData("[operators.steve]\nkey = \"x\"\n", "neither PEM nor base64")]
    [InlineData("[operators.steve]\nkey = \"PRIVATE\"\n", "stays with the operator")]
    [InlineData("[operators.steve]\nkey = \"KEY\"\nkey_file = \"b\"\n", "one too many")]
    [InlineData("[operators.steve]\nkey_file = \"missing.pub\"\n", "missing.pub")]
    [InlineData("[operators.steve]\nkey = \"KEY\"\nverbs = [\"gett\"]\n", "'gett'")]
    [InlineData("[operators.steve]\nkey = \"KEY\"\nverbs = \"get\"\n", "array of strings")]
    [InlineData("[operators.steve]\nkey = \"KEY\"\ndestinations = [\"srv\"]\n", "'srv'")]
    [InlineData("[operators.steve]\nkey = \"KEY\"\ncommands = [\"id\"]\n", "needs verbs")]
    [InlineData("[operators.steve]\nkey = \"KEY\"\ncolour = \"green\"\n", "colour")]
    [InlineData("[operators.\"a b\"]\nkey = \"KEY\"\n", "names an operator")]
    [InlineData("[operators.steve]\nkey = \"KEY\"\n[operators.anna]\nkey = \"KEY\"\n", "same key as steve")]
    [InlineData("[config]\noperators_file = \"missing.toml\"\n", "missing.toml")]
    [InlineData("[config]\noperators_file = \"a.toml\"\n[operators.steve]\nkey = \"KEY\"\n", "not both")]
    [InlineData("[config]\naudit = \"yes\"\n", "must be file or log")]
    [InlineData("[config]\ntrust_clock = \"no\"\n", "true or false")]
    public void What_is_wrong_is_told_with_its_place(string toml, string why)
    {
        string text = toml.Replace("KEY", _key.Public.Line).Replace("PRIVATE", _key.ToPem(null).ReplaceLineEndings("\\n"));

        ConfigurationException error = Assert.Throws<ConfigurationException>(() => Load("a.toml", text));

        Assert.Contains(why, error.Message);
        Assert.StartsWith(_folder.Path, error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("BEGIN", error.Message);
    }

    [Fact]
    public void The_example_can_be_used_with_real_keys()
    {
        using var anna = OperatorKey.Create();
        using var monitor = OperatorKey.Create();
        _folder.Write("anna.pub", anna.Public.Pem);
        _folder.Write("monitor.pub", monitor.Public.Pem);
        _folder.Write("operators.toml", Regex.Replace(ExampleFiles.Read("operators.toml"), "key = \"[^\"]*\"", $"key = \"{_key.Public.Line}\""));

        DaemonConfiguration configuration = Load(
            "a.toml", "[config]\nname = \"frodo\"\noperators_file = \"operators.toml\"\n[config.destinations]\nweb = \"/srv/www\"\n");

        Assert.Equal(["steve", "anna", "monitor"], configuration.Operators!.Select(known => known.Name));
    }

    [Fact]
    public void Every_verb_can_be_named() => Assert.Equal(
        typeof(Verb).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!).Order(), Verb.All.Order());

    private DaemonConfiguration Load(string name, string text) => DaemonConfiguration.Load(
        _folder.Write(name, text), new HostFacts("host", "/root", "/tmp", "/", IsRoot: true, () => []));
}
