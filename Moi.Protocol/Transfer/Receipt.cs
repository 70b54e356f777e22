namespace Moi.Protocol.Transfer;

/// <summary>What a block that came was worth.</summary>
public enum Receipt
{
    /// <summary>A block of the file that was lacking, and its hash is right: write it down.</summary>
    New,

    /// <summary>A part of the hash list that was lacking.</summary>
    OfList,

    /// <summary>The last part of the hash list: the list is complete and right, and blocks of the file can be told now.</summary>
    ListComplete,

    /// <summary>It is there already.</summary>
    Known,

    /// <summary>It came before the hash list was complete, so that nobody can say whether it is right.</summary>
    Early,

    /// <summary>It is not what its hash says; or it completed a hash list that is not, and all of that is lacking again.</summary>
    Damaged,

    /// <summary>There is no such block, or none of that length.</summary>
    Foreign,
}
