namespace Moi.PowerShell.Recipes;

/// <summary>A part of a text in a recipe.</summary>
/// <param name="Offset">Where it begins in the text.</param>
internal abstract record Piece(int Offset)
{
    /// <summary>Characters that stand for themselves.</summary>
    public sealed record Literal(string Text, int Offset) : Piece(Offset);

    /// <summary>A place for an argument.</summary>
    /// <param name="Number">Which one, from 1.</param>
    /// <param name="Operation">What is taken of it.</param>
    /// <param name="IsQuoted">Whether it is quoted for a shell.</param>
    /// <param name="Notation">How the recipe writes it.</param>
    /// <param name="Offset">Where it begins in the text.</param>
    public sealed record Insert(int Number, TextOperation Operation, bool IsQuoted, Notation Notation, int Offset) : Piece(Offset)
    {
        /// <summary>It as the recipe has it.</summary>
        public string Written => Write(Operation);

        /// <summary>How to write that it is not to be quoted.</summary>
        public string AsRaw => Write(TextOperation.Raw);

        private string Write(TextOperation operation) => (Notation, operation) switch
        {
            (Notation.Percent, TextOperation.None) => $"%{Number}",
            (Notation.Percent, _) => $"%{Number}@{TextOperations.NameOf(operation)}",
            (_, TextOperation.None) => Number < 10 ? $"${Number}" : $"$({Number})",
            _ => $"$({Number}:{TextOperations.NameOf(operation)})",
        };
    }
}
