using System.Text;
using Moi.Protocol.Configuration;

namespace Moi.Protocol.Tests.Configuration;

/// <summary>A folder of one test's own, gone afterwards.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("moi-config-").FullName;

    public PathRules Rules => new(Root, At("home"));

    public string At(string name) => Path.Combine(Root, name);

    public string Write(string name, string content)
    {
        string path = At(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public Settings Toml(string content) => Settings.Parse(At("config.toml"), Encoding.UTF8.GetBytes(content));

    public Settings Json(string content) => Settings.Parse(At("moid.json"), Encoding.UTF8.GetBytes(content));

    /// <summary>The message of the error that the action must give, with the folder's path left out.</summary>
    public string Error(Action action) =>
        Assert.Throws<ConfigurationException>(action).Message.Replace(Root + Path.DirectorySeparatorChar, string.Empty, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
