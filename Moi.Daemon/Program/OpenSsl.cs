using System.Runtime.InteropServices;

namespace Moi.Daemon.Program;

/// <summary>
/// OpenSSL, which .NET computes hashes, random numbers and signatures with on Linux. It loads it when it is first needed, and where
/// there is none ends the process without a word that helps.
/// </summary>
internal static class OpenSsl
{
    /// <summary>What to say where it is not there.</summary>
    public const string IsMissing =
        "OpenSSL's library libssl.so.3 (or libssl.so.1.1) is not there, and moid cannot hash or verify anything without it; install the package libssl3 or openssl-libs.";

    /// <summary>The names that .NET tries, in its order.</summary>
    private static readonly string[] Names = ["libssl.so.3", "libssl.so.1.1", "libssl.so.1.0.2", "libssl.so.1.0.0", "libssl.so.10"];

    /// <summary>Whether it can be loaded.</summary>
    public static bool IsThere() =>
        !OperatingSystem.IsLinux()
        || (Environment.GetEnvironmentVariable("CLR_OPENSSL_VERSION_OVERRIDE") is { Length: > 0 } version && CanLoad($"libssl.so.{version}"))
        || Names.Any(CanLoad);

    /// <remarks>It is let go again; .NET loads it a moment later by itself.</remarks>
    private static bool CanLoad(string name)
    {
        if (!NativeLibrary.TryLoad(name, out nint library))
        {
            return false;
        }

        NativeLibrary.Free(library);
        return true;
    }
}
