using Moi.Bench.Figures;

namespace Moi.Bench.Scenes;

/// <summary>Rows that are measured on one fleet, which is started once for all of them.</summary>
internal abstract class Scene
{
    /// <summary>What can be measured here, in order.</summary>
    public abstract IReadOnlyList<Row> Rows { get; }

    /// <summary>Whether the figures depend on the broker.</summary>
    public virtual bool IsForEveryBroker => true;

    /// <summary>Starts the fleet, measures those rows that are wanted, and ends the fleet.</summary>
    public abstract Task PlayAsync(Stage stage);
}
