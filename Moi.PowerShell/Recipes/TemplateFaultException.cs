namespace Moi.PowerShell.Recipes;

/// <summary>A text of a recipe that cannot be understood.</summary>
internal sealed class TemplateFaultException(string text, int offset, string problem)
    : Exception($"{problem}, at character {offset + 1} of {Shown(text)}")
{
    private const int Longest = 80;

    private static string Shown(string text) =>
        text.Length <= Longest ? $"\"{text}\"" : $"\"{text[..Longest]}...\"";
}
