namespace Moi.Fuzz;

/// <summary>One thing that reads what comes from elsewhere.</summary>
/// <param name="Name">Its name, which is that of its folder in the corpus.</param>
/// <param name="LargestInput">The largest input it is given, in bytes; more is turned away before it is read.</param>
/// <param name="Read">
/// Reads an input, and says how it came out: one word for what was understood, or why it was refused. Whatever it throws is a finding.
/// </param>
internal sealed record FuzzedParser(string Name, int LargestInput, Func<byte[], string> Read)
{
    /// <summary>One that refuses by an exception, the only one that is documented.</summary>
    public static FuzzedParser Refusing<TRefusal>(string name, int largestInput, Func<byte[], string> read)
        where TRefusal : Exception => new(name, largestInput, input =>
        {
            try
            {
                return read(input);
            }
            catch (TRefusal refusal)
            {
                return refusal.Message;
            }
        });

    /// <summary>What must hold of whatever was read.</summary>
    /// <exception cref="BrokenPromiseException">It does not.</exception>
    public static void Promise(bool holds, string what)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(what);
        }
    }
}
