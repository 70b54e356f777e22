using System.Management.Automation;
using Moi.Help;
using Moi.Help.Pages;
using Moi.PowerShell.Tests.Hosting;

namespace Moi.PowerShell.Tests.Help;

/// <summary>The pages of this repository, and the commands that they are about.</summary>
internal static class HelpPages
{
    /// <summary>The top of the repository: out/Moi is the staged module.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(StagedModule.Folder, "..", ".."));

    /// <summary>All pages.</summary>
    public static HelpFolder All { get; } = HelpFolder.Read(Path.Combine(Repository, "docs", "en-US"));

    /// <summary>The page of a command.</summary>
    public static CommandPage Of(string command) =>
        All.Commands.SingleOrDefault(page => page.Name == command)
        ?? throw new InvalidOperationException($"There is no page docs/en-US/{command}.md.");

    /// <summary>The commands that the module exports.</summary>
    public static IReadOnlyList<CmdletInfo> Commands(ModuleSession session) =>
        [.. session.Run("Get-Command -Module Moi -CommandType Cmdlet").Clean().Output.Select(found => (CmdletInfo)found.BaseObject)];

    /// <summary>The parameters of a command that are its own, or are there because it can be tried first.</summary>
    public static IReadOnlyList<string> OwnParameters(CmdletInfo command) =>
        [.. command.Parameters.Keys.Except(Cmdlet.CommonParameters).Order(StringComparer.OrdinalIgnoreCase)];
}
