using System.Management.Automation;

namespace Moi.PowerShell.Objects;

/// <summary>Makes each asked key a property of the remote, where its name is free.</summary>
internal sealed class KeyColumns
{
    private readonly IReadOnlyList<string> _free;

    private KeyColumns(IReadOnlyList<string> free)
    {
        _free = free;
    }

    /// <summary>No keys.</summary>
    public static KeyColumns None { get; } = new([]);

    /// <summary>The columns for these keys; those whose name another property has stay in <see cref="MoiRemote.Keys"/> only.</summary>
    public static KeyColumns Of(IReadOnlyList<string> keys, Action<string> warn)
    {
        List<string> free = [];
        foreach (string key in keys)
        {
            if (IsBuiltIn(key))
            {
                continue;
            }

            if (MoiRemote.HasProperty(key) || free.Contains(key, StringComparer.OrdinalIgnoreCase))
            {
                warn($"The key '{key}' is no property of its own, because another has that name; read it as .Keys['{key}'].");
            }
            else
            {
                free.Add(key);
            }
        }

        return new KeyColumns(free);
    }

    /// <summary>The remote as it is emitted.</summary>
    public object AddTo(MoiRemote remote)
    {
        if (_free.Count == 0)
        {
            return remote;
        }

        PSObject emitted = new(remote);
        foreach (string key in _free)
        {
            emitted.Properties.Add(new PSNoteProperty(key, remote.Keys[key]));
        }

        // The view for remotes with keys shows each in a column.
        emitted.TypeNames.Insert(0, "Moi.PowerShell.MoiRemote#Keyed");
        return emitted;
    }

    /// <remarks>These four have a property of the same name and the same value.</remarks>
    private static bool IsBuiltIn(string key) => key is "name" or "id" or "time" or "moid";
}
