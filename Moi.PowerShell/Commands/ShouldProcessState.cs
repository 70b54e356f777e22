using System.Management.Automation;

namespace Moi.PowerShell.Commands;

/// <summary>Whether ShouldProcess is going to say or ask something, which it does not tell before it does.</summary>
internal static class ShouldProcessState
{
    public static bool IsWhatIf(this PSCmdlet command) =>
        command.MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? bound)
            ? bound is SwitchParameter { IsPresent: true }
            : LanguagePrimitives.IsTrue(command.SessionState.PSVariable.GetValue("WhatIfPreference"));

    public static bool IsConfirm(this PSCmdlet command)
    {
        if (command.MyInvocation.BoundParameters.TryGetValue("Confirm", out object? bound))
        {
            return bound is SwitchParameter { IsPresent: true };
        }

        ConfirmImpact impact = command.GetType().GetCustomAttributes(typeof(CmdletAttribute), inherit: false) is [CmdletAttribute attribute]
            ? attribute.ConfirmImpact
            : ConfirmImpact.Medium;
        return LanguagePrimitives.TryConvertTo(command.SessionState.PSVariable.GetValue("ConfirmPreference"), out ConfirmImpact preference)
            && preference != ConfirmImpact.None
            && impact >= preference;
    }
}
