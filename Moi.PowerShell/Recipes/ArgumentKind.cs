namespace Moi.PowerShell.Recipes;

/// <summary>What an argument of an operation is.</summary>
internal enum ArgumentKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A command for the remote's shell.</summary>
    Command,

    /// <summary>A file here.</summary>
    File,

    /// <summary>A folder on the remote.</summary>
    Destination,

    /// <summary>A key, or a key and its value.</summary>
    Key,

    /// <summary>The name of a job.</summary>
    Job,

    /// <summary>The name of a group.</summary>
    Group,
}
