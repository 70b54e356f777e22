using Moi.Daemon.Jobs;

if (args is [RunnerCommand.Verb, ..])
{
    return Runner.Run(args.AsSpan(1));
}

return 0;
