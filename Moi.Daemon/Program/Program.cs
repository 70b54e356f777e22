using System.CommandLine;
using Moi.Daemon.Jobs;
using Moi.Daemon.Program;

// Each command that runs has a process of its own, so this way in is as short as it can be.
if (args is [RunnerCommand.Verb, ..])
{
    return Runner.Run(args.AsSpan(1));
}

RootCommand root = new("moid makes this device a Moi remote, commanded over an MQTT broker.")
{
    ServeCommand.Configuration,
    BrokerCommand.Create(),
    DemoCommand.Create(),
};
root.SetAction(ServeCommand.RunAsync);
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);
