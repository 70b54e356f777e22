namespace Moi.PowerShell.Recipes;

/// <summary>What a stage of a recipe can do: one of the seed's commands.</summary>
/// <param name="Name">The seed's name.</param>
/// <param name="Usage">Its arguments, for people.</param>
/// <param name="Fewest">The fewest it takes.</param>
/// <param name="Most">The most it takes.</param>
/// <param name="Kinds">What each argument is; the last holds for those beyond.</param>
/// <param name="Shows">Whether it is asked for what it emits.</param>
/// <param name="Changes">Whether it changes anything.</param>
internal sealed record Operation(
    string Name, string Usage, int Fewest, int Most, IReadOnlyList<ArgumentKind> Kinds, bool Shows, bool Changes)
{
    private const int Any = 99;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("ls", "[key ...]", 0, Any, [ArgumentKind.Key], Shows: true, Changes: false),
        new("ping", string.Empty, 0, 0, [], Shows: true, Changes: false),
        new("time", string.Empty, 0, 0, [], Shows: true, Changes: false),
        new("set", "key=value ... or key+=value ...", 1, Any, [ArgumentKind.Key], Shows: false, Changes: true),
        new("seta", "key=value ...", 1, Any, [ArgumentKind.Key], Shows: false, Changes: true),
        new("run", "command [folder]", 1, 2, [ArgumentKind.Command, ArgumentKind.Destination], Shows: true, Changes: true),
        new("launch", "command [folder] [job]", 1, 3, [ArgumentKind.Command, ArgumentKind.Destination, ArgumentKind.Job], Shows: false, Changes: true),
        new("wait", string.Empty, 0, 0, [], Shows: true, Changes: false),
        new("push", "file folder", 2, 2, [ArgumentKind.File, ArgumentKind.Destination], Shows: false, Changes: true),
        new("pull", "remote-file local-file", 2, 2, [ArgumentKind.Text], Shows: true, Changes: true),
        new("push-run", "file folder command", 3, 3, [ArgumentKind.File, ArgumentKind.Destination, ArgumentKind.Command], Shows: true, Changes: true),
        new(
            "run-pull", "command folder remote-file [local-file]", 3, 4,
            [ArgumentKind.Command, ArgumentKind.Destination, ArgumentKind.Text], Shows: true, Changes: true),
        new("restart", string.Empty, 0, 0, [], Shows: false, Changes: true),
        new("group", "name", 1, 1, [ArgumentKind.Group], Shows: true, Changes: true),
        new("remove-group", "name", 1, 1, [ArgumentKind.Group], Shows: true, Changes: true),
    ];

    /// <summary>The operation of that name; null for none.</summary>
    public static Operation? Find(string name) => All.FirstOrDefault(operation => operation.Name == name);

    /// <summary>What an argument is.</summary>
    /// <param name="index">Its place, from 0.</param>
    public ArgumentKind KindOf(int index) => Kinds.Count == 0 ? ArgumentKind.Text : Kinds[Math.Min(index, Kinds.Count - 1)];
}
