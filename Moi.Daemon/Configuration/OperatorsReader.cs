using System.Security.Cryptography;
using Moi.Daemon.Trust;
using Moi.Protocol.Configuration;
using Moi.Protocol.Messages;
using Moi.Protocol.Trust;

namespace Moi.Daemon.Configuration;

/// <summary>
/// Reads who may command a remote, and what each may do: tables <c>[operators.NAME]</c> of its configuration, or tables
/// <c>[NAME]</c> of a file that many remotes may share.
/// </summary>
/// <param name="root">The outermost table, with <c>operators</c>.</param>
/// <param name="config">The table with <c>operators_file</c>.</param>
/// <param name="rules">What paths are relative to.</param>
/// <param name="ownDestinations">The destinations of the remote's own.</param>
internal sealed class OperatorsReader(Settings root, Settings config, PathRules rules, IEnumerable<string> ownDestinations)
{
    private const string FileKey = "operators_file";
    private const string TableKey = "operators";

    private readonly string[] _destinations = ["home", "tmp", "bin", "self", .. ownDestinations];

    /// <summary>The operators; null where none are configured.</summary>
    /// <exception cref="ConfigurationException">Something is wrong with one of them.</exception>
    public IReadOnlyList<KnownOperator>? Read()
    {
        Settings? inline = root.Table(TableKey);
        string? file = config.FullPath(FileKey, rules);
        return (inline, file) switch
        {
            (null, null) => null,
            ({ }, { }) => throw config.Error(FileKey, "is one too many: give it or [operators.NAME], not both"),
            (null, { }) => ReadFile(file),
            _ => ReadAll(inline, PathRules.For(inline.File, null), problem => root.Error(TableKey, problem)),
        };
    }

    private List<KnownOperator> ReadFile(string file)
    {
        if (!File.Exists(file))
        {
            throw config.Error(FileKey, $"names {file}: no such file");
        }

        var table = Settings.Load(file);
        return ReadAll(table, PathRules.For(file, null), problem => new ConfigurationException(file, SourcePosition.WholeFile, problem));
    }

    private List<KnownOperator> ReadAll(Settings table, PathRules inFolder, Func<string, ConfigurationException> error)
    {
        List<KnownOperator> operators = [];
        foreach (string name in table.Keys)
        {
            Settings one = table.TableOrEmpty(name);
            if (!Protocol.Token.IsValid(name))
            {
                throw table.Error(name, "must be 1 to 64 of the characters A-Z a-z 0-9 _ -, because it names an operator");
            }

            KnownOperator known = ReadOne(name, one, inFolder);
            if (operators.Find(other => other.Key.Id == known.Key.Id) is { } twin)
            {
                throw table.Error(name, $"has the same key as {twin.Name}; each operator has a key of their own");
            }

            operators.Add(known);
        }

        return operators.Count > 0 ? operators : throw error("names no operator; without one the remote would answer nobody");
    }

    private KnownOperator ReadOne(string name, Settings one, PathRules inFolder)
    {
        KnownOperator known = new()
        {
            Name = name,
            Key = ReadKey(one, inFolder),
            Verbs = Names(one, "verbs", Verb.All),
            Destinations = Names(one, "destinations", _destinations),
            Commands = one.Texts("commands"),
        };
        one.RejectUnknown();
        return known.Commands is null || known.Verbs is not null
            ? known
            : throw one.Error("commands", "needs verbs beside it: whoever may send any file may replace a command");
    }

    private static OperatorPublicKey ReadKey(Settings one, PathRules inFolder)
    {
        string? text = one.Text("key");
        string? file = one.FullPath("key_file", inFolder);
        string key = file is null ? "key" : "key_file";
        try
        {
            return OperatorPublicKey.Parse((text, file) switch
            {
                ({ }, null) => text,
                (null, { }) => ConfigurationFileText(file),
                (null, null) => throw one.Error("key", "or key_file is missing; Get-MoiOperatorKey shows an operator's key"),
                _ => throw one.Error("key_file", "is one too many: give only one of key and key_file"),
            });
        }
        catch (CryptographicException e)
        {
            throw one.Error(key, $"cannot be used. {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw one.Error(key, $"cannot be read: {e.Message}", e);
        }
    }

    private static string ConfigurationFileText(string file)
    {
        const int Longest = 4096;
        using StreamReader reader = new(file);
        char[] text = new char[Longest];
        return new string(text, 0, reader.ReadBlock(text));
    }

    private static IReadOnlyList<string>? Names(Settings one, string key, IReadOnlyList<string> known)
    {
        IReadOnlyList<string>? names = one.Texts(key);
        return names?.FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal)) is { } unknown
            ? throw one.Error(key, $"has '{unknown.ReplaceLineEndings(" ")}', and there are only {string.Join(", ", known)}")
            : names;
    }
}
