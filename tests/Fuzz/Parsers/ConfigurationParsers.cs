using Moi.Daemon.Configuration;
using Moi.Protocol.Configuration;

namespace Moi.Fuzz.Parsers;

/// <summary>Configurations, of moid and of operators.</summary>
internal static class ConfigurationParsers
{
    /// <summary>The largest file that is read, and a little more.</summary>
    private const int LargestFile = (256 * 1024) + 64;

    /// <summary>As many lines as a change may add.</summary>
    private const int LinesOfChange = 8;

    private static readonly HostFacts Host = new("host", "/root", "/tmp", "/", IsRoot: false, () => [new HostInterface("eth0", "10.0.0.7", IsLoopback: false)]);

    public static IEnumerable<FuzzedParser> All(string folder) =>
    [
        new("moid-toml", LargestFile, input => Load("moid.toml", input)),
        new("moid-json", LargestFile, input => Load("moid.json", input)),
        new("operator-config", LargestFile, input => LoadAndChange(folder, input)),
    ];

    private static string Load(string name, byte[] input) => Outcome(input, () =>
    {
        DaemonConfiguration read = new DaemonConfigurationReader(Settings.Parse($"/etc/moid/{name}", input), Host).Read();
        FuzzedParser.Promise(Path.IsPathFullyQualified(read.StoreFolder), "paths are full");
        return $"loaded {read.Operators is null} {read.Warnings.Count} {read.Destinations.Count}";
    });

    /// <summary>It is loaded, and where it can be, a change is made to it in place.</summary>
    private static string LoadAndChange(string folder, byte[] input)
    {
        string file = Path.Combine(folder, OperatorConfiguration.FileName);
        File.WriteAllBytes(file, input);
        string loaded = Outcome(input, () =>
        {
            var read = OperatorConfiguration.LoadOrCreate(folder);
            return $"loaded {read.Profiles.Count} {read.Recipes.Count} {read.Broker(mustExist: false).Host.Length > 0}";
        });
        string changed = Outcome(input, () =>
        {
            KeyValuePair<OperatorSetting, object?>[] changes =
                [new(OperatorSetting.Find("mqtt_port")!, 1234L), new(OperatorSetting.Find("mqtt_user")!, "a\"b\\c"), new(OperatorSetting.Find("timeout")!, null)];
            var after = OperatorConfiguration.Change(folder, null, changes, write: false);
            return $"changed {after.Profiles.Count}";
        });
        FuzzedParser.Promise(
            loaded.StartsWith("loaded", StringComparison.Ordinal) || !changed.StartsWith("changed", StringComparison.Ordinal)
                || !loaded.Contains("TOML", StringComparison.Ordinal),
            "what is no TOML is not changed");
        return loaded + changed;
    }

    private static string Outcome(byte[] input, Func<string> read)
    {
        try
        {
            return read();
        }
        catch (ConfigurationException refusal)
        {
            FuzzedParser.Promise(!refusal.Message.Any(c => char.IsControl(c)), "a refusal is one line");
            FuzzedParser.Promise(
                refusal.Line >= 0 && refusal.Line <= input.AsSpan().Count((byte)'\n') + 1 + LinesOfChange, "it names a line of the file");
            return refusal.Message[(refusal.Message.IndexOf(": ", StringComparison.Ordinal) + 2)..];
        }
    }
}
