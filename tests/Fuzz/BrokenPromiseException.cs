namespace Moi.Fuzz;

/// <summary>A parser took an input, and what it made of it is not what it promises.</summary>
internal sealed class BrokenPromiseException(string what) : Exception(what);
