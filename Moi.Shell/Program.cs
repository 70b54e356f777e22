using Moi.Shell;

// The engine reads this once, when its first type is loaded.
Environment.SetEnvironmentVariable("POWERSHELL_TELEMETRY_OPTOUT", "1");

// Exit, not return: a command that cannot be stopped holds a foreground thread, and must not hold the process.
Environment.Exit(Entry.Run(args));
