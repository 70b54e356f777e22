using Moi.Protocol.Configuration;

namespace Moi.PowerShell.Recipes;

/// <summary>The recipes that were found, and what went wrong on the way: a broken file never hides the others.</summary>
/// <param name="others">Where those are looked for that recipes refer to and that are not here; null for nowhere.</param>
internal sealed class RecipeShelf(RecipeShelf? others = null)
{
    private readonly Dictionary<string, Recipe> _recipes = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, ConfigurationException> _broken = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(string? Name, ConfigurationException Error)> _problems = [];
    private readonly List<string> _hidden = [];

    /// <summary>What could not be read, with the recipe's name where it has one.</summary>
    public IReadOnlyList<(string? Name, ConfigurationException Error)> Problems => _problems;

    /// <summary>What is hidden by an earlier recipe of the same name, in words.</summary>
    public IReadOnlyList<string> Hidden => _hidden;

    /// <summary>All recipes, by name.</summary>
    public IEnumerable<Recipe> Recipes => _recipes.Values.OrderBy(recipe => recipe.Name, StringComparer.Ordinal);

    /// <summary>The recipe of that name; null for none.</summary>
    /// <exception cref="ConfigurationException">There is one, and it is broken.</exception>
    public Recipe? Find(string name) => _recipes.TryGetValue(name, out Recipe? recipe) ? recipe
        : _broken.TryGetValue(name, out ConfigurationException? broken) ? throw broken
        : others?.Find(name);

    /// <summary>The recipe of that name, here and nowhere else; null for none.</summary>
    /// <exception cref="ConfigurationException">There is one, and it is broken.</exception>
    public Recipe? FindHere(string name) => _recipes.ContainsKey(name) || _broken.ContainsKey(name) ? Find(name) : null;

    /// <summary>What a recipe does.</summary>
    /// <exception cref="ConfigurationException">It refers to what is not there.</exception>
    public RecipePlan PlanOf(Recipe recipe) => RecipePlan.Of(recipe, Find, () => [.. _recipes.Keys, .. others?._recipes.Keys ?? Enumerable.Empty<string>()]);

    /// <summary>Takes the recipes in the operator's home: <c>[commands.NAME]</c> in config.toml, and <c>NAME.toml</c> beside it.</summary>
    public void AddHome(string home)
    {
        string configuration = Path.Combine(home, OperatorConfiguration.FileName);
        if (File.Exists(configuration))
        {
            Guarded(null, () =>
            {
                foreach (RecipeTable table in OperatorConfiguration.LoadOrCreate(home).Recipes)
                {
                    Guarded(table.Name, () => Add(RecipeReader.Read(table.Name, table.Table)));
                }
            });
        }

        AddFolder(home, isOurs: true);
    }

    /// <summary>Takes each <c>NAME.toml</c> in a folder.</summary>
    /// <param name="folder">The folder; nothing is taken from one that is not there.</param>
    /// <param name="isOurs">Whether all of them must be recipes; else other programs' files are passed over.</param>
    public void AddFolder(string folder, bool isOurs)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (string file in Directory.EnumerateFiles(folder, "*.toml").Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(file) != OperatorConfiguration.FileName && (isOurs || RecipeFile.MightBeOne(file)))
            {
                AddFile(file, isMeant: isOurs);
            }
        }
    }

    /// <summary>Takes a file.</summary>
    /// <param name="file">Full path of the file.</param>
    /// <param name="isMeant">Whether it must be a recipe.</param>
    public void AddFile(string file, bool isMeant)
    {
        string name = Path.GetFileNameWithoutExtension(file);
        Guarded(name, () =>
        {
            Settings table = Settings.Load(file);
            if (isMeant || RecipeReader.IsRecipe(table))
            {
                Add(RecipeReader.Read(name, table));
            }
        });
    }

    private void Add(Recipe recipe)
    {
        if (!_recipes.TryAdd(recipe.Name, recipe))
        {
            Recipe first = _recipes[recipe.Name];
            _hidden.Add($"The recipe '{recipe.Name}' of {recipe.File}:{recipe.Line} is hidden by that of {first.File}:{first.Line}.");
        }
    }

    private void Guarded(string? name, Action read)
    {
        try
        {
            read();
        }
        catch (ConfigurationException e)
        {
            _problems.Add((name, e));
            if (name is not null)
            {
                _broken.TryAdd(name, e);
            }
        }
    }
}
