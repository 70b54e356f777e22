namespace Moi.Fuzz;

/// <summary>An input that a parser did not stand.</summary>
/// <param name="Parser">The parser.</param>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Number">Which input of the run it was, from 1.</param>
/// <param name="Input">The input, made as short as was easy.</param>
/// <param name="What">What happened, in a line.</param>
/// <param name="Details">The whole of it.</param>
internal sealed record Finding(string Parser, int Seed, long Number, byte[] Input, string What, string Details);
