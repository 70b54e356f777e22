using System.Text.Json;

namespace Moi.Protocol.Filters;

/// <summary>Writes the wire form that <see cref="FilterJson"/> describes.</summary>
internal static class FilterJsonWriter
{
    public static void Write(Utf8JsonWriter writer, Filter filter)
    {
        writer.WriteStartObject();
        switch (filter)
        {
            case NotFilter not:
                writer.WritePropertyName("not");
                Write(writer, not.Condition);
                break;
            case CompoundFilter compound:
                writer.WriteStartArray(compound is AllFilter ? "all" : "any");
                foreach (Filter condition in compound.Conditions)
                {
                    Write(writer, condition);
                }

                writer.WriteEndArray();
                break;
            case KeyFilter keyFilter:
                WriteCondition(writer, keyFilter);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter writer, KeyFilter filter)
    {
        writer.WriteStartArray(Name(filter));
        writer.WriteStringValue(filter.Key.Text);
        switch (filter)
        {
            case ComparisonFilter comparison:
                WriteValue(writer, comparison.Value);
                break;
            case ContainsFilter contains:
                WriteValue(writer, contains.Value);
                break;
            case StartsWithFilter startsWith:
                writer.WriteStringValue(startsWith.Prefix);
                break;
            case LikeFilter like:
                writer.WriteStringValue(like.Pattern.Text);
                break;
            case InFilter isIn:
                writer.WriteStartArray();
                foreach (FilterValue value in isIn.Values)
                {
                    WriteValue(writer, value);
                }

                writer.WriteEndArray();
                break;
        }

        writer.WriteEndArray();
    }

    private static string Name(KeyFilter filter) => filter switch
    {
        ExistsFilter => "exists",
        StartsWithFilter => "starts",
        LikeFilter like => like.IgnoreCase ? "ilike" : "like",
        InFilter isIn => isIn.IgnoreCase ? "iin" : "in",
        ContainsFilter contains => contains.IgnoreCase ? "ielem" : "elem",
        ComparisonFilter comparison => (comparison.IgnoreCase ? "i" : "") + comparison.Operator.ShortName(),
        _ => throw new ArgumentOutOfRangeException(nameof(filter), filter.GetType(), "There is no such node."),
    };

    private static void WriteValue(Utf8JsonWriter writer, FilterValue value)
    {
        if (value.Kind == JsonValueKind.String)
        {
            writer.WriteStringValue(value.Text);
        }
        else
        {
            // The text of any other value is its JSON text, checked when the value was made.
            writer.WriteRawValue(value.Text, skipInputValidation: true);
        }
    }
}
