using System.Text.Json;
using System.Text.Json.Serialization;
using Moi.Bench.Figures;

namespace Moi.Bench.Reports;

/// <summary>The figures as JSON, for those who compare runs.</summary>
/// <param name="Conditions">Under which circumstances they were taken.</param>
/// <param name="Rows">Each row.</param>
internal sealed record Document(Conditions Conditions, IReadOnlyList<DocumentRow> Rows)
{
    /// <summary>Makes one.</summary>
    public static Document Of(Conditions conditions, IEnumerable<Result> results) => new(
        conditions,
        [.. results.Select(result => new DocumentRow(
            result.Row.Name,
            result.Row.Work,
            result.Broker,
            result.Row.Unit,
            result.Values?.Values,
            result.Floor?.Values,
            result.Ratio,
            result.Row.Aim,
            result.IsMet,
            result.Failure,
            result.Note))]);

    /// <summary>The text.</summary>
    public override string ToString() => JsonSerializer.Serialize(this, DocumentJson.Default.Document) + "\n";
}

/// <summary>One row of a <see cref="Document"/>.</summary>
internal sealed record DocumentRow(
    string Row,
    string Work,
    string Broker,
    Unit Unit,
    IReadOnlyList<double>? Values,
    IReadOnlyList<double>? Floor,
    double? Ratio,
    Aim Aim,
    bool? Met,
    string? Failure,
    string? Note);

/// <summary>Writes a <see cref="Document"/>.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Document))]
internal sealed partial class DocumentJson : JsonSerializerContext;
