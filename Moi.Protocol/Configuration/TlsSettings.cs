namespace Moi.Protocol.Configuration;

/// <summary>
/// The table <c>[tls]</c>: its being there turns TLS on. The broker is always checked: by the CA in <c>cafile</c>, or
/// without one by those the system trusts. <c>certfile</c> and <c>keyfile</c> go together and say who we are.
/// </summary>
public sealed record TlsSettings
{
    /// <summary>Full path of the CA certificates, PEM; null for those that the system trusts.</summary>
    public string? CaFile { get; init; }

    /// <summary>Full path of the client's certificate, PEM; null if the client has none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Full path of the key to <see cref="CertificateFile"/>, PEM; null exactly if that is null.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The passphrase of <see cref="KeyFile"/>; null if it has none.</summary>
    public Secret? KeyPassphrase { get; init; }

    /// <summary>Reads the table and makes sure that there is nothing else in it.</summary>
    /// <param name="tls">The table.</param>
    /// <param name="rules">What its <c>path</c>, or without one its files, are relative to.</param>
    /// <param name="mustExist">Whether the files must be there now.</param>
    internal static TlsSettings Read(Settings tls, PathRules rules, bool mustExist)
    {
        string? folder = tls.FullPath("path", rules);
        if (mustExist && folder is not null && !Directory.Exists(folder))
        {
            throw tls.Error("path", $"names {folder}: no such folder");
        }

        PathRules inFolder = folder is null ? rules : rules with { Folder = folder };
        TlsSettings settings = new()
        {
            CaFile = FileOf("cafile"),
            CertificateFile = FileOf("certfile"),
            KeyFile = FileOf("keyfile"),
            KeyPassphrase = Secret.From(tls, "passphrase", inFolder, mustExist),
        };
        tls.RejectUnknown();
        settings.CheckPairs(tls);
        return settings;

        string? FileOf(string key)
        {
            string? file = tls.FullPath(key, inFolder);
            return file is null || !mustExist || File.Exists(file)
                ? file
                : throw tls.Error(key, $"names {file}: no such file");
        }
    }

    private void CheckPairs(Settings tls)
    {
        if (CertificateFile is not null && KeyFile is null)
        {
            throw tls.Error("certfile", "needs keyfile beside it");
        }

        if (KeyFile is not null && CertificateFile is null)
        {
            throw tls.Error("keyfile", "needs certfile beside it");
        }

        if (KeyPassphrase is not null && KeyFile is null)
        {
            string key = tls.Keys.First(name => name.StartsWith("passphrase", StringComparison.Ordinal));
            throw tls.Error(key, "needs certfile and keyfile beside it");
        }
    }
}
