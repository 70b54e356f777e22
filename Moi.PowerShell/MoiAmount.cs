using System.Globalization;
using System.Management.Automation;

namespace Moi.PowerShell;

/// <summary>A number of remotes, or a part of them: <c>10</c> or <c>25%</c>.</summary>
public sealed class MoiAmount
{
    private readonly int _number;
    private readonly bool _isPercent;

    /// <summary>So many.</summary>
    /// <exception cref="PSInvalidCastException">Less than none.</exception>
    public MoiAmount(int count)
        : this(count.ToString(CultureInfo.InvariantCulture))
    {
    }

    /// <summary>Reads a count such as <c>10</c>, or a part such as <c>25%</c>.</summary>
    /// <exception cref="PSInvalidCastException">It is neither.</exception>
    public MoiAmount(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _isPercent = text.EndsWith('%');
        string number = _isPercent ? text[..^1] : text;
        if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out _number) || (_isPercent && _number > 100))
        {
            throw new PSInvalidCastException($"'{text}' is no number of remotes: use a count such as 10, or a part such as 25%.");
        }
    }

    /// <summary>How many that are of so many; a part of somebody is somebody.</summary>
    internal int Of(int all) => _isPercent ? (int)((((long)all * _number) + 99) / 100) : _number;

    /// <summary>As it was written.</summary>
    public override string ToString() => _isPercent ? $"{_number}%" : _number.ToString(CultureInfo.InvariantCulture);
}
