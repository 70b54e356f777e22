using System.Security.Cryptography;
using System.Text.Json;
using Moi.Faults.Operators;
using Moi.Faults.Weather;
using Moi.PowerShell.Fleet;
using Moi.Protocol.Asking;
using Moi.Protocol.Messages;
using Moi.Protocol.Transport;

namespace Moi.Faults.Judging;

/// <summary>Knows what must be true when the storm is over, whatever it did.</summary>
internal sealed class Judge
{
    private const double Tolerance = 10;

    private readonly World _world;
    private readonly List<Deed> _deeds;
    private readonly List<string> _broken = [];

    public Judge(World world)
    {
        _world = world;

        // Told twice, before and after: what counts is the last that was told of each.
        _deeds = [.. world.Deeds.GroupBy(deed => deed.Id, StringComparer.Ordinal).Select(told => told.FirstOrDefault(deed => deed.End is not null) ?? told.First())];
    }

    /// <summary>What was done.</summary>
    public IReadOnlyList<Deed> Deeds => _deeds;

    /// <summary>Looks at everything.</summary>
    /// <returns>The promises that were broken, a line each.</returns>
    public async Task<IReadOnlyList<string>> JudgeAsync()
    {
        NobodyWasForgottenAndNothingHung();
        foreach (Station station in _world.Stations)
        {
            NothingRanTwice(station, DeedKind.Run, "ran");
            NothingRanTwice(station, DeedKind.Job, "jobs");
            FilesAreWhole(station);
        }

        await KeysAreThereAsync();
        return _broken;
    }

    private void NobodyWasForgottenAndNothingHung()
    {
        foreach (Deed deed in _deeds)
        {
            if (deed.End is not { } end)
            {
                continue;
            }

            double limit = (Worker.Limit.TotalSeconds * (deed.Kind == DeedKind.Job ? 2 : 1)) + Tolerance;
            Check(end.Seconds < limit, $"{deed.Kind} {deed.Id} took {end.Seconds:0.0} s");
            Check(end.Failure is not null || !deed.Expected.Except(end.Words.Select(word => word.Remote)).Any(),
                $"{deed.Kind} {deed.Id}: nothing was said of {string.Join(", ", deed.Expected.Except(end.Words.Select(word => word.Remote)))}");
            foreach (IGrouping<string, DeedWord> twice in end.Words.GroupBy(word => word.Remote).Where(words => words.Count() > 1))
            {
                Check(false, $"{deed.Kind} {deed.Id}: {twice.Key} was told of {twice.Count()} times");
            }

            foreach (DeedWord word in end.Words.Where(word => word.ExitCode is { } code && code != deed.ExitCode))
            {
                Check(false, $"{deed.Kind} {deed.Id} on {word.Remote}: exit code {word.ExitCode} in place of {deed.ExitCode}");
            }
        }
    }

    private void NothingRanTwice(Station station, DeedKind kind, string file)
    {
        string path = Path.Combine(station.Home, file);
        Dictionary<string, int> marks = File.Exists(path)
            ? File.ReadAllLines(path).GroupBy(line => line, StringComparer.Ordinal).ToDictionary(line => line.Key, line => line.Count(), StringComparer.Ordinal)
            : [];
        foreach ((string mark, int times) in marks.Where(mark => mark.Value > 1))
        {
            Check(false, $"{kind} {mark} ran {times} times on {station.Id}");
        }

        foreach (Deed deed in _deeds.Where(deed => deed.Kind == kind && WasDone(deed, station.Id)))
        {
            Check(marks.ContainsKey(deed.Id), $"{kind} {deed.Id} is said to be done on {station.Id}, and did not run");
        }
    }

    private void FilesAreWhole(Station station)
    {
        foreach (IGrouping<string, Deed> name in _deeds.Where(deed => deed.Kind == DeedKind.File).GroupBy(deed => deed.File!, StringComparer.Ordinal))
        {
            string path = Path.Combine(station.Home, name.Key);
            if (!File.Exists(path))
            {
                Check(!name.Any(deed => WasDone(deed, station.Id)), $"the file {name.Key} is said to be on {station.Id}, and is not");
                continue;
            }

            string hash = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))).ToLowerInvariant();
            Check(name.Any(deed => deed.Sha256 == hash), $"the file {name.Key} on {station.Id} is none that was sent");
        }
    }

    private async Task KeysAreThereAsync()
    {
        await using FleetConnection fleet = await FleetConnection.ConnectAsync(
            new FleetSettings(
                new MqttSessionOptions { Host = "127.0.0.1", Port = _world.Broker.Port, ClientId = "judge" },
                "moi/v1",
                "judge",
                Path.GetTempPath(),
                TimeSpan.FromSeconds(10)),
            CancellationToken.None);
        foreach (Deed[] some in _deeds.Where(deed => deed.Kind == DeedKind.Key).Chunk(100))
        {
            Question question = new(
                Verb.Get,
                JsonSerializer.SerializeToElement(new GetArguments([.. some.Select(deed => deed.Id)]), MessageJson.Wire.GetArguments),
                new Selection().Resolve(fleet.Presence),
                new RollOptions { Silence = TimeSpan.FromSeconds(10) });
            await foreach (AskEvent happened in fleet.AskAsync(question))
            {
                if (happened is AskEvent.Settled { Outcome: var outcome })
                {
                    Check(outcome.Succeeded, $"{outcome.Id} does not answer after the storm: {outcome.Absence?.Reason ?? outcome.Reply?.Error?.Message}");
                    KeysAreThere(outcome, some);
                }
            }
        }
    }

    private void KeysAreThere(Outcome outcome, IReadOnlyList<Deed> written)
    {
        if (outcome.Reply?.Value is not { } values)
        {
            return;
        }

        foreach ((Deed deed, JsonElement value) in written.Zip(values.EnumerateArray()))
        {
            bool isThere = value.ValueKind == JsonValueKind.String && value.GetString() == deed.Id;
            Check(isThere || !WasDone(deed, outcome.Id), $"the key {deed.Id} is said to be on {outcome.Id}, and is not");
        }
    }

    private static bool WasDone(Deed deed, string remote) =>
        deed.End?.Words.Any(word => word.Remote == remote && word.Word == DeedWord.Done) == true;

    private void Check(bool holds, string broken)
    {
        if (!holds)
        {
            _broken.Add(broken);
        }
    }
}
