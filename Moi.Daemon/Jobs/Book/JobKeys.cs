using System.Text.Json;
using Moi.Daemon.Keys;
using Moi.Daemon.Verbs;
using Moi.Protocol.Messages;

namespace Moi.Daemon.Jobs.Book;

/// <summary>The keys that jobs with a name leave.</summary>
/// <param name="keys">All keys of the remote.</param>
/// <param name="store">Those that are kept.</param>
internal sealed class JobKeys(RemoteKeys keys, KeyStore store)
{
    /// <summary>Sees to it that a job may be called so, as far as keys go.</summary>
    /// <exception cref="VerbException">It may not.</exception>
    /// <exception cref="KeyRejectedException">It is no name for a key.</exception>
    public void Check(string name)
    {
        KeyName.Check(name);
        if (keys.IsProtected(name))
        {
            throw new VerbException(FaultCode.JobNameTaken, $"'{name}' is a key of the daemon's own: give the job another name.");
        }

        if (keys.Read(name).Value is { } value && !JobKey.IsOne(value))
        {
            throw new VerbException(
                FaultCode.JobNameTaken, $"There is a key '{name}' that is no job's: give the job another name, or erase the key.");
        }
    }

    /// <summary>What the key holds; a JSON null for no key.</summary>
    public JsonElement Read(string name) => store.TryGet(name, out JsonElement value) ? value : Json.Null;

    /// <summary>Whether the key says that the job runs.</summary>
    public bool SaysRunning(string name) => CompactJson.Same(Read(name), JobKey.Running);

    /// <summary>Writes the key; a JSON null erases it.</summary>
    /// <exception cref="KeyRejectedException">There is no room for it.</exception>
    /// <exception cref="StoreException">It could not be written.</exception>
    public Task WriteAsync(string name, JsonElement value) => store.ApplyAsync([KeyChange.Set(name, value)]);

    /// <summary>Writes how a job ended; where there is no room for its output, without that.</summary>
    /// <exception cref="KeyRejectedException">There is no room even so.</exception>
    /// <exception cref="StoreException">It could not be written.</exception>
    /// <exception cref="IOException">The output can't be read.</exception>
    public async Task WriteEndAsync(string name, CommandResult? result, OutputSpool output)
    {
        if (result is null)
        {
            await WriteAsync(name, JobKey.Lost).ConfigureAwait(false);
            return;
        }

        try
        {
            await WriteAsync(name, JobKey.Of(result, output)).ConfigureAwait(false);
        }
        catch (KeyRejectedException)
        {
            await WriteAsync(name, JobKey.WithoutOutput(result, output)).ConfigureAwait(false);
        }
    }
}
