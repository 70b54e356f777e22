namespace Moi.Protocol.Configuration;

/// <summary>A key of an operator's <c>config.toml</c> that can be set.</summary>
/// <param name="Name">Its name; <c>tls.</c> before it means the table <c>[tls]</c>.</param>
/// <param name="Meaning">What it says, in a few words.</param>
/// <param name="IsNumber">Whether its value is a number; else it is a text.</param>
/// <param name="IsSecret">Whether its value is shown to nobody.</param>
/// <param name="IsOfProfiles">Whether a profile can have it too.</param>
public sealed record OperatorSetting(string Name, string Meaning, bool IsNumber = false, bool IsSecret = false, bool IsOfProfiles = true)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<OperatorSetting> All { get; } =
    [
        new("mqtt_addr", "the broker's name or address"),
        new("mqtt_port", "the broker's port", IsNumber: true),
        new("mqtt_user", "who you are to the broker"),
        new("mqtt_password", "the password; every copy of the file has it", IsSecret: true),
        new("mqtt_password_file", "the file whose first line is the password"),
        new("mqtt_password_env", "the environment variable that holds the password"),
        new("mqtt_root", "what all topics begin with"),
        new("timeout", "how many seconds a remote may be silent", IsNumber: true, IsOfProfiles: false),
        new("default_pull_pattern", "what is put before the name of a pulled file", IsOfProfiles: false),
        new("operator", "your name as remotes see it", IsOfProfiles: false),
        new("operator_key", "the key that signs your requests, by its name", IsOfProfiles: false),
        new("tls.path", "the folder of the files for TLS"),
        new("tls.cafile", "the certificates that the broker is checked by"),
        new("tls.certfile", "your certificate"),
        new("tls.keyfile", "the key to your certificate"),
        new("tls.passphrase", "the passphrase of the key; every copy of the file has it", IsSecret: true),
        new("tls.passphrase_file", "the file whose first line is the passphrase"),
        new("tls.passphrase_env", "the environment variable that holds the passphrase"),
    ];

    /// <summary>The key of that name; null for none.</summary>
    public static OperatorSetting? Find(string name) => All.FirstOrDefault(key => key.Name == name);

    /// <summary>The table it is in, and its name there.</summary>
    /// <param name="profile">The profile that is meant; null for none.</param>
    internal (IReadOnlyList<string> Table, string Key) PlaceIn(string? profile)
    {
        const string Tls = "tls.";
        bool isTls = Name.StartsWith(Tls, StringComparison.Ordinal);
        string[] table = (profile, isTls) switch
        {
            (null, true) => ["tls"],
            (null, false) => ["config"],
            (_, true) => ["profiles", profile, "tls"],
            _ => ["profiles", profile],
        };
        return (table, isTls ? Name[Tls.Length..] : Name);
    }
}
