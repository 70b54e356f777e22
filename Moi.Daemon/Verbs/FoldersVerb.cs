using System.Text.Json;
using Moi.Daemon.Keys;
using Moi.Daemon.Requests;
using Moi.Protocol.Messages;
using Moi.Protocol.Transfer;

namespace Moi.Daemon.Verbs;

/// <summary>Makes the folders of a tree that is going to be sent.</summary>
internal sealed class FoldersVerb(Destinations destinations) : IResumableVerb
{
    public string Name => Verb.Folders;

    public Task<VerbResult> ActAsync(Request request, Work work, CancellationToken cancellationToken)
    {
        FoldersArguments arguments = Arguments.Of(request, MessageJson.Wire.FoldersArguments);
        if (arguments.Folders is null || arguments.Folders.Contains(null!))
        {
            throw new VerbException(FaultCode.BadRequest, "The request says no folders, or one that is null.");
        }

        if (arguments.Folders.FirstOrDefault(folder => !folder.Split('/').All(FileManifest.IsFileName)) is { } foreign)
        {
            throw new VerbException(FaultCode.BadRequest, $"'{foreign}' is no path below a folder.");
        }

        string root = destinations.ResolveFolder(arguments.Destination);
        int made = 0;
        foreach (string folder in arguments.Folders)
        {
            cancellationToken.ThrowIfCancellationRequested();
            made += Make(Path.Combine(root, folder)) ? 1 : 0;
        }

        JsonElement told = JsonSerializer.SerializeToElement(made, MessageJson.Wire.Int32);
        return Task.FromResult(new VerbResult(told, told));
    }

    private static bool Make(string folder)
    {
        if (Directory.Exists(folder))
        {
            return false;
        }

        try
        {
            Directory.CreateDirectory(folder);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VerbException(FaultCode.CannotWrite, $"The folder '{folder}' cannot be made: {e.Message}");
        }
    }
}
