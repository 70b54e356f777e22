using System.Management.Automation.Host;

namespace Moi.Shell.Hosting;

/// <summary>The choices of one question: how they are shown and which one an answer means.</summary>
/// <param name="choices">The choices; an ampersand in a label stands before its hot key.</param>
/// <param name="defaultChoice">The choice of an empty answer; negative for none.</param>
internal sealed class ChoiceMenu(IReadOnlyList<ChoiceDescription> choices, int defaultChoice)
{
    private readonly Choice[] _choices = [.. choices.Select(Choice.Of)];

    /// <summary>The question: all choices in one line.</summary>
    public string Question
        => string.Join("  ", _choices.Select(choice => choice.Shown))
            + "  [?] Help"
            + (defaultChoice >= 0 ? $" (default is \"{_choices[defaultChoice].Name}\"): " : ": ");

    /// <summary>The help of each choice, a line each.</summary>
    public string Help
        => string.Join(Environment.NewLine, _choices.Select(choice => $"{choice.Name} - {choice.HelpMessage}"));

    /// <summary>Finds the choice that an answer means.</summary>
    /// <param name="answer">A hot key, a label or nothing.</param>
    /// <returns>The index of the choice, or a negative number.</returns>
    public int Find(string answer)
        => answer.Length == 0 ? defaultChoice : Array.FindIndex(_choices, choice => choice.IsMeantBy(answer));

    private sealed record Choice(string HotKey, string Label, string HelpMessage)
    {
        public string Name => HotKey.Length > 0 ? HotKey : Label;

        public string Shown => HotKey.Length > 0 ? $"[{HotKey}] {Label}" : $"[{Label}]";

        public static Choice Of(ChoiceDescription choice)
        {
            int mark = choice.Label.IndexOf('&', StringComparison.Ordinal);
            string hotKey = mark >= 0 && mark + 1 < choice.Label.Length ? choice.Label[(mark + 1)..(mark + 2)] : "";
            return new Choice(
                hotKey.ToUpperInvariant(), mark >= 0 ? choice.Label.Remove(mark, 1) : choice.Label, choice.HelpMessage);
        }

        public bool IsMeantBy(string answer)
            => string.Equals(answer, Label, StringComparison.OrdinalIgnoreCase)
                || string.Equals(answer, HotKey, StringComparison.OrdinalIgnoreCase);
    }
}
