using System.Text.Json.Serialization;

namespace Moi.Daemon.Jobs;

/// <summary>The JSON of <c>spec.json</c> and <c>result.json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CommandSpec))]
[JsonSerializable(typeof(CommandResult))]
internal sealed partial class JobsJson : JsonSerializerContext;
