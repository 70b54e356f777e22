using System.CommandLine;
using Moi.Bench;
using Moi.Bench.Floor;

RootCommand root = new("Measures Moi on this machine, each figure beside a floor: bare MQTTnet that does the same exchange.");
BenchCommand.AddTo(root);
root.Add(FloorCommand.Create());
root.Add(ProbeCommand.Create());
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
