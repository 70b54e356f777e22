using System.Text;
using CsCheck;
using Moi.Daemon.Configuration;
using Moi.Protocol.Configuration;

namespace Moi.Daemon.Tests.Configuration;

public sealed class ArbitraryConfigurationTests : IDisposable
{
    private static readonly string[] Keys =
    [
        "name", "addr", "interface", "id", "home", "tmp", "bin", "self", "destinations", "store", "log_level", "restricted",
        "run_limit", "mqtt_addr", "mqtt_port", "mqtt_user", "mqtt_password", "mqtt_password_file", "mqtt_root", "var",
        "alive_vars", "unheard-of",
    ];

    // Good and bad of every type; each is TOML and JSON alike.
    private static readonly string[] Values =
    [
        "\"frodo\"", "\"10.0.0.1\"", "\"::1\"", "\"/srv\"", "\"~/x\"", "\"../..\"", "\"info\"", "\"\"", "\" \"", "\"a\\u0000b\"",
        "\"moi/v2\"", "true", "false", "0", "1", "1883", "65536", "-1", "1.5", "[]", "[\"a\"]", "[1]", "{}", "9223372036854775807",
        "\"\\u0000\"", "\"é😀\"", "\"a\\nb\"", "\"~\"", "\"~~\"", "\"\\\\\"", "\"file:///x\"", "\"%\"", "\"+\"", "\"#\"",
    ];

    private static readonly Gen<(string Key, string Value)[]> Entries = Gen.Select(
        Gen.Int[0, Keys.Length - 1].Select(i => Keys[i]),
        Gen.Int[0, Values.Length - 1].Select(i => Values[i])).Array[0, 8];

    private readonly RemoteFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Any_mixture_of_keys_loads_or_gives_an_error_in_both_formats_alike() => Entries.Sample(
        entries =>
        {
            string toml = "[config]\n" + string.Concat(entries.Select(entry => $"{entry.Key} = {entry.Value}\n"));
            string json = "{\n" + string.Join(",\n", entries.Select(entry => $"\"{entry.Key}\": {entry.Value}")) + "\n}";

            string? fromToml = ErrorOf("moid.toml", Encoding.UTF8.GetBytes(toml));
            string? fromJson = ErrorOf("moid.json", Encoding.UTF8.GetBytes(json));

            Assert.Equal(fromToml?.Replace(" in [config]", string.Empty, StringComparison.Ordinal), fromJson);
        },
        iter: 1_000,
        threads: 1);

    [Fact]
    public void Any_bytes_load_or_give_an_error() => Gen.Byte.Array[0, 60].Sample(
        content => { ErrorOf("moid", content); }, iter: 500, threads: 1);

    private string? ErrorOf(string name, byte[] content)
    {
        try
        {
            _folder.Load(name, content);
            return null;
        }
        catch (ConfigurationException error)
        {
            Assert.InRange(error.Line, 1, content.AsSpan().Count((byte)'\n') + 1);
            return error.Message[(error.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        }
    }
}
