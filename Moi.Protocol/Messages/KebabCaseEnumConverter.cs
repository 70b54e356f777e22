using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moi.Protocol.Messages;

/// <summary>Writes an enum's values in lower case with dashes, and reads only those.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class KebabCaseEnumConverter<T> : JsonStringEnumConverter<T>
    where T : struct, Enum
{
    /// <summary>The converter the serialiser makes.</summary>
    public KebabCaseEnumConverter()
        : base(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    {
    }
}
