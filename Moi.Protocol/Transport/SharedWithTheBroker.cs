using System.Runtime.CompilerServices;

// The embedded broker reads and writes packets with the same classes as the session.
[assembly: InternalsVisibleTo("moid")]
