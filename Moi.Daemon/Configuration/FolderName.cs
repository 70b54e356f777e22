using System.Text;

namespace Moi.Daemon.Configuration;

/// <summary>Makes the name of a folder from the name of a remote.</summary>
internal static class FolderName
{
    /// <summary>
    /// The name itself if it can be one. What cannot stand in the name of a folder becomes <c>%</c> and its code, so
    /// that different remotes have different folders.
    /// </summary>
    public static string From(string name)
    {
        StringBuilder folder = new(name.Length);
        for (int i = 0; i < name.Length; i++)
        {
            // Dots at the ends would climb (..), hide, or get lost on Windows; so would a space at the end.
            bool atAnEnd = i == 0 || i == name.Length - 1;
            bool unfit = "%/\\:*?\"<>|".Contains(name[i], StringComparison.Ordinal) || (atAnEnd && name[i] is '.' or ' ');
            folder = unfit ? folder.Append('%').Append(((int)name[i]).ToString("X2", null)) : folder.Append(name[i]);
        }

        return folder.ToString();
    }
}
