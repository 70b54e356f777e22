namespace Moi.Protocol.Filters;

/// <summary>
/// What is known of a condition. Who knows all keys of a remote gets <see cref="True"/> or <see cref="False"/>;
/// <see cref="Unknown"/> says that the keys that are not known could make it either.
/// </summary>
public enum Truth
{
    /// <summary>The condition does not hold, whatever the unknown keys are.</summary>
    False,

    /// <summary>The condition holds, whatever the unknown keys are.</summary>
    True,

    /// <summary>It depends on keys that are not known.</summary>
    Unknown,
}
