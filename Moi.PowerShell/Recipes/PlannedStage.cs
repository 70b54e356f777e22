namespace Moi.PowerShell.Recipes;

/// <summary>A stage to be done: other recipes are taken in.</summary>
/// <param name="Operation">What is done.</param>
/// <param name="Arguments">With what.</param>
/// <param name="Filters">Conditions of recipes that were taken in; they hold for their stages.</param>
internal sealed record PlannedStage(Operation Operation, IReadOnlyList<Expression> Arguments, IReadOnlyList<Expression> Filters);
