using System.Text;

namespace Moi.Protocol.Configuration;

/// <summary>Makes the configuration file that a new operator begins with.</summary>
internal static class FirstConfiguration
{
    private const UnixFileMode OwnerOnlyFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The content: each key that can be set, the optional ones commented out with an example.</summary>
    internal const string Text = """
        # Moi: how this operator works. Lines that begin with # are examples.
        # A relative path begins in the folder of this file; ~ is your home.

        [config]

        # The broker: a host name or an IP address.
        mqtt_addr = "localhost"

        # The port: by default 1883, or 8883 with TLS.
        # mqtt_port = 1883

        # Who you are to the broker. Give the password in one of three ways: the first line of a file, an
        # environment variable, or, weakest because every copy of this file has it, here.
        # mqtt_user = "operator"
        # mqtt_password_file = "mqtt-password"
        # mqtt_password_env = "MOI_PASSWORD"
        # mqtt_password = "secret"

        # What all topics begin with; the same on all remotes.
        # mqtt_root = "moi/v1"

        # How many seconds a remote may be silent before it counts as missing.
        # timeout = 2

        # What is put before the name of a file pulled into a folder: %n name, %a address, %t Unix time.
        # default_pull_pattern = "%n-%a-"

        # Your name as remotes see it; by default the name you are logged in with.
        # operator = "steve"

        # The key that signs your requests, for remotes that know your key: New-MoiOperatorKey steve. Its passphrase, if it
        # has one, is asked for, or taken from the environment variable MOI_KEY_PASSPHRASE.
        # operator_key = "steve"

        # TLS is on if this table is here. Without cafile the CAs that the system trusts are used; certfile and
        # keyfile say who you are. The files are in the folder path, or relative to this file.
        # [tls]
        # path = "certs"
        # cafile = "ca.crt"
        # certfile = "operator.crt"
        # keyfile = "operator.key"
        # passphrase_file = "operator.pass"

        # Other brokers, by name, with the keys that begin with mqtt_ and a tls table of their own.
        # [profiles.depot]
        # mqtt_addr = "broker.depot.example"
        # [profiles.depot.tls]
        # cafile = "depot-ca.crt"

        # Recipes: commands of your own.
        # [commands.space]
        # help = "how much room is there?"
        # command = "run"
        # args = ["df -h /"]

        """;

    /// <summary>
    /// Makes the file, and the folder it is in, unless the file is there. Only the one who creates it writes to it, in
    /// one piece: of two shells that come at once the other sees either all of it or an empty file, which means the
    /// same. (A temporary file moved into place would be seen only whole, but .NET's move without overwriting looks
    /// first and renames then, and could so undo what somebody set in between.)
    /// </summary>
    /// <param name="file">Full path of the file.</param>
    /// <returns>False if it is there already.</returns>
    /// <exception cref="ConfigurationException">It cannot be made.</exception>
    public static bool Create(string file)
    {
        try
        {
            CreateFolder(Path.GetDirectoryName(file)!);
            using FileStream? stream = TryOpenNew(file);
            stream?.Write(Encoding.UTF8.GetBytes(Text));
            stream?.Flush(flushToDisk: true);
            return stream is not null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(file, SourcePosition.WholeFile, $"cannot be made: {error.Message}", error);
        }
    }

    private static FileStream? TryOpenNew(string file)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        try
        {
            return new FileStream(file, options.ForOwnerOnly());
        }
        catch (IOException) when (File.Exists(file))
        {
            return null;
        }
    }

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnlyFolder);
        }
    }
}
