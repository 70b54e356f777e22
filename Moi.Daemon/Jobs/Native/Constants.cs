namespace Moi.Daemon.Jobs.Native;

/// <summary>Numbers of the Linux interface that are the same on every architecture .NET runs on.</summary>
internal static class Constants
{
    internal const int ReadWrite = 0x2;
    internal const int Create = 0x40;
    internal const int Exclusive = 0x80;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;
    internal const int MaySearch = 1;

    internal const int GetDescriptorFlags = 1;
    internal const int SetDescriptorFlags = 2;
    internal const int DescriptorClosesOnExec = 1;
    internal const int SetStatusFlags = 4;
    internal const int DuplicateClosingOnExec = 1030;
    internal const int GetPipeSize = 1032;

    internal const short PollIn = 0x1;
    internal const short PollOut = 0x4;

    internal const int LockExclusive = 2;
    internal const int LockWithoutWaiting = 4;

    internal const int WaitForPid = 1;
    internal const int WaitExited = 0x4;
    internal const int WaitLeavingIt = 0x01000000;
    internal const int WaitNot = 1;

    internal const int Block = 0;
    internal const int HangUp = 1;
    internal const int SigInterrupt = 2;
    internal const int SigKill = 9;
    internal const int SigTerm = 15;
    internal const int SigChild = 17;
    internal const int SigCont = 18;
    internal const int SigStop = 19;

    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
    internal const int NoSuchProcess = 3;

    internal const short SpawnWithSignalDefaults = 0x04;
    internal const short SpawnWithSignalMask = 0x08;
    internal const short SpawnInOwnSession = 0x80;

    internal const int SetChildSubreaper = 36;
    internal const nint PidFdOpenCall = 434;

    internal const int OpenFiles = 7;
}
