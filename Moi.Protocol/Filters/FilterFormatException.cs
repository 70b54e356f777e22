using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>JSON is no filter: what is wrong, and where in the tree.</summary>
public sealed class FilterFormatException : JsonException
{
    /// <summary>Makes the error.</summary>
    /// <param name="location">Where in the filter, from its root: <c>$.all[2].eq[0]</c>.</param>
    /// <param name="fault">What is wrong there: a phrase without a full stop.</param>
    public FilterFormatException(string location, string fault)
        : base($"The filter is not valid at {location}: {fault}.") =>
        Location = location;

    /// <summary>Where in the filter, from its root.</summary>
    public string Location { get; }
}
