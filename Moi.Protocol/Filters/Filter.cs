using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Moi.Protocol.Filters;

/// <summary>
/// A condition on the keys of a remote: an immutable tree that is equal by value. No filter at all (null) means
/// everybody.
/// </summary>
/// <remarks>
/// A filter is made by <see cref="Parse"/> from the seed's text, by the constructors of its nodes, or by
/// <see cref="FilterJson"/>. All of them keep <see cref="FilterLimits"/>.
/// </remarks>
[JsonConverter(typeof(FilterJsonConverter))]
public abstract record Filter
{
    // Closed: the wire form, the text form and the evaluation know every node.
    private protected Filter()
    {
    }

    /// <summary>
    /// Reads the text form:
    /// <list type="table">
    /// <item><term><c>K</c></term><description>the key is there</description></item>
    /// <item><term><c>K=V</c></term><description>its text is V</description></item>
    /// <item><term><c>K=V#</c></term><description>its text starts with V</description></item>
    /// <item><term><c>K:V</c></term><description>it is an array that holds V</description></item>
    /// <item><term><c>K.not.V</c></term><description>its text is not V, or it is absent</description></item>
    /// <item><term><c>all c c...</c>, <c>any c c...</c></term><description>all or one of these conditions, which are
    /// separated by blanks and are none of these lists themselves</description></item>
    /// </list>
    /// </summary>
    /// <remarks>
    /// K is a <see cref="KeyPath"/>. The first <c>=</c> splits a condition, else the first <c>:</c>, else the first
    /// <c>.not.</c>; so <c>a.not.b=1</c> is about the field b of the field not of a, and <c>a.not.b</c> says that a is
    /// not b. Upper and lower case differ. A value may stand in single or double quotes (doubled, they stand for
    /// themselves); it must where it is empty, begins with a quote or a blank, ends with a blank, contains a blank in a
    /// list, or a character that would split earlier. A <c>#</c> behind the quotes makes it a prefix. Unquoted, a final
    /// <c>\#</c> stands for a literal <c>#</c>; there is no other escape. Blanks around the whole text do not count.
    /// </remarks>
    /// <exception cref="FilterSyntaxException">The text is no filter.</exception>
    public static Filter Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return FilterParser.Parse(text);
    }

    /// <summary>Whether the condition certainly holds.</summary>
    public bool Matches(IKeyLookup keys) => Evaluate(keys) == Truth.True;

    /// <summary>
    /// What can be said of the condition from the keys that are known. With all keys known it is never
    /// <see cref="Truth.Unknown"/>, and learning an unknown key never turns true into false or back.
    /// </summary>
    public abstract Truth Evaluate(IKeyLookup keys);

    /// <summary>
    /// Whether the filter is exactly <c>name=X</c> or <c>addr=X</c>, case included: the seed's group of one, where one
    /// remote is expected to answer.
    /// </summary>
    /// <param name="key"><c>name</c> or <c>addr</c>.</param>
    /// <param name="value">The X.</param>
    public bool IsGroupOfOne([NotNullWhen(true)] out string? key, [NotNullWhen(true)] out string? value)
    {
        if (this is ComparisonFilter
            {
                Key.Text: "name" or "addr", Operator: ComparisonOperator.Equal, IgnoreCase: false,
                Value.Kind: JsonValueKind.String,
            } comparison)
        {
            key = comparison.Key.Text;
            value = comparison.Value.Text;
            return true;
        }

        key = null;
        value = null;
        return false;
    }

    /// <summary>
    /// The text form, which <see cref="Parse"/> reads back to an equal filter; for a tree that has none, the PowerShell
    /// form, such as <c>$_.arch -eq 'arm64' -and $_.name -like 'gate*'</c>, which <see cref="Parse"/> refuses.
    /// </summary>
    public sealed override string ToString() => SeedForm.TryWrite(this) ?? BlockForm.Write(this);

    /// <summary>The nodes on the longest way from here to a leaf.</summary>
    internal virtual int Depth => 1;

    /// <summary>The nodes in this tree, values of lists included.</summary>
    internal virtual int NodeCount => 1;
}
