namespace Moi.Protocol.Configuration;

/// <summary>How a configuration file is written.</summary>
public enum SettingsFormat
{
    /// <summary>TOML 1.1: keys stand in tables such as <c>[config]</c>.</summary>
    Toml,

    /// <summary>JSON: one object, its keys at the top.</summary>
    Json,
}
