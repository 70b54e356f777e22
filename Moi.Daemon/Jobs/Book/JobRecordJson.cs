using System.Text.Json.Serialization;

namespace Moi.Daemon.Jobs.Book;

/// <summary>The JSON of <c>job.json</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JobRecord))]
internal sealed partial class JobRecordJson : JsonSerializerContext;
