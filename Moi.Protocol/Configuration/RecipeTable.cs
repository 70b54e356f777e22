namespace Moi.Protocol.Configuration;

/// <summary>A recipe in the operator's configuration, <c>[commands.NAME]</c>, as it stands there: not yet checked.</summary>
/// <param name="Name">The recipe's name.</param>
/// <param name="Table">Its keys; <see cref="Settings.Position"/> tells where they begin.</param>
public sealed record RecipeTable(string Name, Settings Table);
