using System.Management.Automation;
using Moi.PowerShell.Commands.Background;
using Moi.PowerShell.Fleet;

namespace Moi.PowerShell.Commands;

/// <content>-AsJob: the same command once more, in a runspace of its own.</content>
public abstract partial class SelectingCmdlet
{
    /// <summary>What the job need not be told: where the foreground's results go, and what is answered already.</summary>
    private static readonly string[] NotForJobs =
    [
        "AsJob", "WhatIf", "Confirm", "InputObject", "Connection",
        "OutVariable", "OutBuffer", "PipelineVariable", "ErrorVariable", "WarningVariable", "InformationVariable",
    ];

    /// <summary>The parameters that say who is meant.</summary>
    private static readonly string[] Selectors = ["Name", "Filter", "Group"];

    /// <summary>Whether the command is to go on as a PowerShell job. One that can last declares a switch -AsJob and says so here.</summary>
    private protected virtual bool IsJobWanted => false;

    /// <summary>Makes parameters fit for a runspace that has no folders, drives or variables of its own.</summary>
    private protected virtual void PrepareJob(IDictionary<string, object?> parameters)
    {
    }

    /// <summary>Starts the job and emits it. An empty pipeline gives none.</summary>
    /// <param name="confirmed">Exactly who is meant, where a person was asked; null to find out in the job.</param>
    private void StartJob(Target? confirmed)
    {
        bool isGiven = (InputObject is not null || MyInvocation.ExpectingInput) && !IsWithoutRemotes;
        if (confirmed is null && isGiven && _input.Count == 0)
        {
            return;
        }

        Dictionary<string, object?> parameters = MyInvocation.BoundParameters
            .Where(bound => !NotForJobs.Contains(bound.Key) && (confirmed is null || !Selectors.Contains(bound.Key)))
            .ToDictionary(bound => bound.Key, bound => (object?)bound.Value);
        parameters["Connection"] = Connection ?? new MoiConnection(Fleet);
        IAsyncDisposable held = Guarded(Fleet.Hold);
        if (confirmed is not null)
        {
            parameters["InputObject"] = confirmed.Expected.Select(remote => PSObject.AsPSObject(remote.Id)).ToArray();
            parameters["IncludeFailed"] = true;
        }
        else if (isGiven)
        {
            parameters["InputObject"] = _input.ToArray();
        }

        if (Action is not null)
        {
            parameters["Confirm"] = false;
        }

        PrepareJob(parameters);
        RequestJob job = new(MyInvocation.Line, Fleet.Settings.Broker.Host, MyInvocation.MyCommand.Name, GetType(), parameters, held);
        JobRepository.Add(job);
        job.Start();
        WriteObject(job);
    }
}
