using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;
using Moi.Shell.Editing;

namespace Moi.Shell.Hosting;

/// <content>Asks what the engine wants to know, on a terminal or from redirected standard input.</content>
internal sealed partial class ShellHostUI
{
    private readonly bool _nonInteractive;

    /// <summary>Ends a wait for an answer: the running command is being stopped.</summary>
    public CancellationToken CommandStopping { get; set; }

    /// <inheritdoc/>
    public override string ReadLine() => Ask("", hidden: false);

    /// <inheritdoc/>
    public override SecureString ReadLineAsSecureString() => AskSecret("");

    /// <inheritdoc/>
    public override Dictionary<string, PSObject> Prompt(
        string caption, string message, Collection<FieldDescription> descriptions)
    {
        RefuseWithoutUser();
        Announce(caption, message);
        return descriptions.ToDictionary(field => field.Name, AskField);
    }

    /// <inheritdoc/>
    public override int PromptForChoice(
        string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        RefuseWithoutUser();
        Announce(caption, message);
        ChoiceMenu menu = new(choices, defaultChoice);
        while (true)
        {
            string answer = Ask(menu.Question, hidden: false).Trim();
            if (menu.Find(answer) is >= 0 and int choice)
            {
                return choice;
            }

            if (answer == "?")
            {
                Question(menu.Help);
            }
        }
    }

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName)
        => PromptForCredential(
            caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    /// <inheritdoc/>
    public override PSCredential PromptForCredential(
        string caption,
        string message,
        string userName,
        string targetName,
        PSCredentialTypes allowedCredentialTypes,
        PSCredentialUIOptions options)
    {
        RefuseWithoutUser();
        Announce(caption, message);
        string user = string.IsNullOrEmpty(userName) ? Ask("User: ", hidden: false) : userName;
        return new PSCredential(user, AskSecret($"Password for user {user}: "));
    }

    private PSObject AskField(FieldDescription field)
    {
        string question = $"{field.Name}: ";
        string type = field.ParameterTypeFullName;
        return PSObject.AsPSObject(
            type == typeof(SecureString).FullName ? AskSecret(question)
            : type == typeof(PSCredential).FullName ? PromptForCredential("", "", "", "")
            : type.EndsWith("[]", StringComparison.Ordinal) ? AskList(field.Name)
            : Ask(question, hidden: false));
    }

    private string[] AskList(string name)
    {
        List<string> answers = [];
        while (Ask($"{name}[{answers.Count}]: ", hidden: false) is { Length: > 0 } answer)
        {
            answers.Add(answer);
        }

        return [.. answers];
    }

    private SecureString AskSecret(string question)
        => new NetworkCredential("", Ask(question, hidden: true)).SecurePassword;

    private string Ask(string question, bool hidden)
    {
        RefuseWithoutUser();
        _progress.Erase();
        try
        {
            return (_terminal.InputIsTerminal ? AskOnTerminal(question, hidden) : ReadAnswer(question))
                ?? throw new PSInvalidOperationException(
                    "A question was asked, but standard input has ended."
                    + " Give the answer as a parameter or on standard input.");
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private string? AskOnTerminal(string question, bool hidden)
    {
        LineEditor editor = LineEditor.ForAnswers();
        LineReader reader = new(_terminal);
        EditorOutcome outcome;
        if (hidden)
        {
            _terminal.Questions.Write(question);
            outcome = reader.ReadHidden(editor, CommandStopping);
        }
        else if (_terminal.CanEditLines)
        {
            outcome = reader.Read(editor, new EditorView(question, ""), CommandStopping);
        }
        else
        {
            return ReadAnswer(question);
        }

        return outcome switch
        {
            EditorOutcome.Accepted => editor.Text,
            EditorOutcome.Cancelled => throw new PipelineStoppedException(),
            _ => null,
        };
    }

    private string? ReadAnswer(string question)
    {
        _terminal.Questions.Write(question);
        string? answer = _terminal.ReadLine(CommandStopping);
        if (!_terminal.InputIsTerminal)
        {
            // Nobody typed the end of this line.
            _terminal.Questions.WriteLine();
        }

        return answer;
    }

    private void Announce(string caption, string message)
    {
        _progress.Erase();
        foreach (string text in (string[])[caption, message])
        {
            if (!string.IsNullOrEmpty(text))
            {
                Question(text);
            }
        }
    }

    private void Question(string text) => _terminal.Questions.WriteLine(GetOutputString(text, SupportsVirtualTerminal));

    private void RefuseWithoutUser()
    {
        if (_nonInteractive)
        {
            throw new PSInvalidOperationException(
                "A question was asked, but this shell was started with -NonInteractive."
                + " Give the answer as a parameter, such as -Confirm:$false.");
        }
    }
}
