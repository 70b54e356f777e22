namespace Moi.Protocol.Configuration;

/// <summary>A value as a file has it, with the place where it stands (that of its key, if it has one).</summary>
/// <param name="Position">The place of the key, or of the value itself inside an array.</param>
/// <param name="Content">
/// A string, a long, a double, a bool, a <see cref="SettingTable"/>, an array of <see cref="SettingValue"/>, or an
/// <see cref="UnusableContent"/>.
/// </param>
internal sealed record SettingValue(SourcePosition Position, object Content)
{
    /// <summary>What kind of value this is, for a message: "a string".</summary>
    public string Kind => Content switch
    {
        string => "a string",
        long => "an integer",
        double => "a number with a fraction",
        bool => "a boolean",
        SettingTable => "a table",
        UnusableContent unusable => unusable.Kind,
        _ => "an array",
    };
}

/// <summary>A value of a kind no setting has, such as a date or JSON's null.</summary>
/// <param name="Kind">The kind, for a message: "a date".</param>
internal sealed record UnusableContent(string Kind);
