using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Moi.PowerShell.Sessions;

namespace Moi.PowerShell;

/// <summary>
/// Keeps this module's libraries to itself: another module may have loaded an MQTTnet of its own. They lie in
/// <c>Dependencies</c> and are loaded into a context of their own; only the protocol's and the daemon's assemblies are
/// ever asked for from outside it.
/// </summary>
/// <remarks>Pattern from Microsoft's "Resolving PowerShell module assembly dependency conflicts".</remarks>
public sealed class ModuleIsolation : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly DependencyContext Dependencies = new(Path.Combine(
        Path.GetDirectoryName(typeof(ModuleIsolation).Assembly.Location)!, "Dependencies"));

    /// <inheritdoc/>
    public void OnImport() => AssemblyLoadContext.Default.Resolving += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        RunspaceSession.Current.DisposeAsync().AsTask().GetAwaiter().GetResult();
        AssemblyLoadContext.Default.Resolving -= Resolve;
    }

    private static Assembly? Resolve(AssemblyLoadContext context, AssemblyName name) =>
        name.Name is "Moi.Protocol" or "moid"
            ? Dependencies.LoadFromAssemblyName(name)
            : null;

    private sealed class DependencyContext(string folder) : AssemblyLoadContext("Moi")
    {
        /// <summary>What was compiled ahead for this platform and this .NET; it suits no other.</summary>
        private readonly string _compiledAhead = Path.Combine(folder, Platform);

        private static string Platform =>
            $"{(OperatingSystem.IsLinux() ? "linux" : "other")}-{RuntimeInformation.ProcessArchitecture}-net{Environment.Version.Major}".ToLowerInvariant();

        protected override Assembly? Load(AssemblyName name) => LoadFrom(_compiledAhead, name) ?? LoadFrom(folder, name);

        private Assembly? LoadFrom(string place, AssemblyName name)
        {
            string path = Path.Combine(place, name.Name + ".dll");
            return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
        }
    }
}
