using System.Text;
using System.Text.Unicode;

namespace Moi.Protocol.Configuration;

/// <summary>Brings a file's bytes in, and tells what they are.</summary>
internal static class ConfigurationFile
{
    private const int LargestFile = 256 * 1024;

    /// <summary>Reads a whole file of at most 256 KiB.</summary>
    /// <exception cref="ConfigurationException">It is missing, not readable, not a file or too large.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] content = new byte[LargestFile + 1];
            int length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            return length <= LargestFile
                ? content[..length]
                : throw Unusable(path, $"the file is larger than {LargestFile / 1024} KiB; is it the right one?", null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, WhyUnreadable(path, error), error);
        }
    }

    /// <summary>Writes a file anew: whoever reads it sees the old or the new one. Its permissions stay; a link goes on leading to it.</summary>
    /// <exception cref="ConfigurationException">It cannot be written.</exception>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string? unfinished = null;
        try
        {
            string target = File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = File.GetUnixFileMode(target);
            }

            unfinished = $"{target}.{Guid.NewGuid():N}";
            using (FileStream stream = new(unfinished, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(unfinished, target, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            if (unfinished is not null)
            {
                File.Delete(unfinished);
            }

            throw Unusable(path, $"cannot be written: {error.Message}", error);
        }
    }

    /// <summary>Says in a few words why a file could not be read.</summary>
    public static string WhyUnreadable(string path, Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file",
        _ when Directory.Exists(path) => "this is a folder, not a file",
        UnauthorizedAccessException => "not readable: permission denied",
        _ => $"not readable: {error.Message}",
    };

    /// <summary>Takes the format from the file's extension or, where that says nothing, from its first character.</summary>
    /// <exception cref="ConfigurationException">The text begins like neither TOML nor JSON.</exception>
    public static SettingsFormat FormatOf(string file, ReadOnlySpan<byte> text)
    {
        switch (Path.GetExtension(file).ToLowerInvariant())
        {
            case ".toml":
                return SettingsFormat.Toml;
            case ".json":
                return SettingsFormat.Json;
        }

        ReadOnlySpan<byte> rest = text.TrimStart(" \t\r\n"u8);
        return rest switch
        {
            [] => SettingsFormat.Toml,
            [(byte)'{', ..] => SettingsFormat.Json,
            [(byte)'#' or (byte)'[' or (byte)'"' or (byte)'\'' or (byte)'_' or (byte)'-', ..] => SettingsFormat.Toml,
            [byte first, ..] when char.IsAsciiLetterOrDigit((char)first) => SettingsFormat.Toml,
            _ => throw new ConfigurationException(
                file,
                new LineCounter(text).At(text.Length - rest.Length),
                "this is neither TOML nor JSON"),
        };
    }

    /// <summary>Takes the byte order mark off and makes sure that the rest is UTF-8.</summary>
    /// <exception cref="ConfigurationException">It is not.</exception>
    public static ReadOnlySpan<byte> CheckUtf8(string file, ReadOnlySpan<byte> content)
    {
        ReadOnlySpan<byte> text = content.StartsWith("\uFEFF"u8) ? content[3..] : content;
        if (Utf8.IsValid(text))
        {
            return text;
        }

        int offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out int consumed) == System.Buffers.OperationStatus.Done)
        {
            offset += consumed;
        }

        throw new ConfigurationException(
            file, new LineCounter(text).At(offset), "this is not UTF-8 text; save the file as UTF-8");
    }

    private static ConfigurationException Unusable(string path, string problem, Exception? cause) =>
        new(path, SourcePosition.WholeFile, problem, cause);
}
