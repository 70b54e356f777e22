using System.Text.Json.Serialization;

namespace Moi.PowerShell.Groups;

/// <summary>Reads and writes group files.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(GroupFile))]
internal sealed partial class GroupJson : JsonSerializerContext;

/// <summary>What stands in a group's file.</summary>
internal sealed record GroupFile(IReadOnlyList<Member> Members);
