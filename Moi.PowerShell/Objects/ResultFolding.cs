using System.Globalization;
using System.Management.Automation;
using Moi.PowerShell.Internal;

namespace Moi.PowerShell.Objects;

/// <summary>Puts equal results together.</summary>
/// <param name="properties">The properties that count; null for those that say most.</param>
internal sealed class ResultFolding(IReadOnlyList<string>? properties)
{
    private readonly Dictionary<(string Value, int? ExitCode), List<PSObject>> _groups = [];
    private readonly List<(string Value, int? ExitCode)> _order = [];

    /// <summary>The groups: the largest first, of equal ones that which came first.</summary>
    public IEnumerable<MoiResultGroup> Groups => _order.Select(GroupOf).OrderByDescending(group => group.Count);

    /// <summary>Takes a result.</summary>
    /// <exception cref="MoiException">It does not have what counts.</exception>
    public void Add(PSObject result)
    {
        (string Value, int? ExitCode) key = properties is null ? DefaultOf(result) : (ValueOf(result, properties), null);
        if (!_groups.TryGetValue(key, out List<PSObject>? equal))
        {
            _groups.Add(key, equal = []);
            _order.Add(key);
        }

        equal.Add(result);
    }

    private MoiResultGroup GroupOf((string Value, int? ExitCode) key) => new()
    {
        Value = key.Value,
        ExitCode = key.ExitCode,
        Names = [.. _groups[key].Select(NameOf).Order(StringComparer.OrdinalIgnoreCase)],
        Results = _groups[key],
    };

    /// <summary>Of commands the output, and what failed ones complain of; of remotes the keys that were asked for.</summary>
    private static (string Value, int? ExitCode) DefaultOf(PSObject result)
    {
        object? Get(string property) => Bare(result.Properties[property]?.Value);

        if (result.BaseObject is MoiRemote { Keys.Count: > 0 } remote)
        {
            return (ValueOf(result, [.. remote.Keys.Keys]), null);
        }

        if (Get("Stdout") is not string stdout)
        {
            throw new MoiException($"'{result}' is no result of a command: say with -Property what to compare.");
        }

        bool failed = Get("Success") is false;
        string stderr = Get("Stderr") as string ?? string.Empty;
        string[] parts = failed ? [stdout, stderr, Get("Reason") as string ?? string.Empty] : [stdout.Length > 0 ? stdout : stderr];
        return (string.Join('\n', parts.Where(part => part.Length > 0)), Get("ExitCode") is { } code ? LanguagePrimitives.ConvertTo<int>(code) : null);
    }

    private static string ValueOf(PSObject result, IReadOnlyList<string> properties)
    {
        IEnumerable<(string Name, string Value)> values = [.. properties.Select(property => (property, ViewText.ValueOf(Bare((result.Properties[property]
            ?? throw new MoiException($"'{result}' has no property '{property}'.")).Value))))];
        return properties.Count == 1
            ? values.First().Value
            : string.Join('\n', values.Select(pair => $"{pair.Name}: {pair.Value}"));
    }

    private static string NameOf(PSObject result) =>
        Convert.ToString(Bare(result.Properties["Name"]?.Value ?? result.Properties["Address"]?.Value), CultureInfo.InvariantCulture) is { Length: > 0 } name
            ? name
            : result.ToString();

    private static object? Bare(object? value) => value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
