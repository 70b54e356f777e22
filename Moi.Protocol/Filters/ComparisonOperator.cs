namespace Moi.Protocol.Filters;

/// <summary>How a <see cref="ComparisonFilter"/> compares a key with its value.</summary>
public enum ComparisonOperator
{
    /// <summary>eq: the same number, or the same text.</summary>
    Equal,

    /// <summary>ne: anything but equal, an absent key too.</summary>
    NotEqual,

    /// <summary>gt: the key is greater.</summary>
    Greater,

    /// <summary>ge: the key is greater or equal.</summary>
    GreaterOrEqual,

    /// <summary>lt: the key is less.</summary>
    Less,

    /// <summary>le: the key is less or equal.</summary>
    LessOrEqual,
}
