using System.Globalization;

namespace Moi.Daemon.Demo;

/// <summary>What the remotes of a demo are called.</summary>
internal static class DemoNames
{
    private static readonly (string Name, string Address)[] Hobbits =
    [
        ("frodo", "10.10.10.10"),
        ("bilbo", "10.10.10.11"),
        ("merry", "10.10.10.22"),
        ("pippin", "10.10.10.23"),
    ];

    /// <summary>The name and the address of the remote with this number, from 0; all different.</summary>
    public static (string Name, string Address) At(int index) => index < Hobbits.Length
        ? Hobbits[index]
        : (
            string.Create(CultureInfo.InvariantCulture, $"hobbit-{index + 1}"),
            string.Create(CultureInfo.InvariantCulture, $"10.11.{index / 250}.{(index % 250) + 1}"));
}
