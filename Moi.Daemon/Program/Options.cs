using System.CommandLine;

namespace Moi.Daemon.Program;

/// <summary>The options of moid's commands.</summary>
internal static class Options
{
    private const int LastPort = 65535;

    /// <summary>A port on loopback.</summary>
    public static Option<int> Port() => Within(0, LastPort, new Option<int>("--port", "-p")
    {
        Description = "The broker's port on loopback; 0 for a free one.",
        DefaultValueFactory = _ => 1883,
    });

    /// <summary>An option whose value lies between two others, those included.</summary>
    public static Option<int> Within(int least, int most, Option<int> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out int value) || value < least || value > most))
            {
                result.AddError($"{option.Name} must be a number from {least} to {most}, not '{text}'.");
            }
        });
        return option;
    }
}
