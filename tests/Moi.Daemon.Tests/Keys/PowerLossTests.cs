using CsCheck;
using Moi.Daemon.Keys;

namespace Moi.Daemon.Tests.Keys;

/// <summary>
/// Random work by several callers at once on a disk that fails now and then, until the power fails in the middle of an
/// operation; several lives of one store.
/// </summary>
public sealed class PowerLossTests
{
    private static readonly Gen<StoreStep> GenStep = Gen.Select(
        Gen.Enum<Deed>(),
        Gen.Int[0, StoreModel.Names - 1],
        Gen.Int[0, 9],
        (deed, which, number) => new StoreStep(deed, which, number));

    private static readonly Gen<Life> GenLife = Gen.Select(
        GenStep.Array[1, 5].Array[1, 15],
        Gen.Int[0, 110],
        Gen.Select(Gen.Int[0, 60], Gen.Enum<DiskFault>()).Array[0, 3],
        (rounds, powerOffAt, faults) => new Life(rounds, powerOffAt, faults));

    [Fact]
    public Task Power_loss_at_any_moment_keeps_what_was_acknowledged_and_never_half_a_change() => Gen.Select(
        GenLife.Array[1, 4], Gen.Int).SampleAsync(
        async (lives, seed) =>
        {
            StoreBench bench = new() { Limits = new StoreLimits { CompactFromBytes = 600 } };
            Random random = new(seed);
            List<StoreModel> possible = [StoreModel.Empty];
            Guid? incarnation = null;
            long epoch = 0;
            foreach (Life life in lives)
            {
                if (random.Next(4) == 0)
                {
                    bench.Disk.Recover();
                }
                else
                {
                    bench.Disk.LosePower(random);
                }

                await using (Store opened = bench.Open())
                {
                    string found = StoreModel.Observe(opened);
                    Assert.Contains(found, possible.Select(p => p.ToString()));
                    possible = [possible.First(p => p.ToString() == found)];
                    Assert.Equal(incarnation ?? opened.Incarnation, opened.Incarnation);
                    incarnation = opened.Incarnation;
                    long next = await opened.NextEpochAsync();
                    Assert.True(next > epoch, $"Epoch {next} comes after {epoch}.");
                    epoch = next;
                }

                (possible, epoch) = await LiveAsync(bench, life, possible[0], epoch);
            }
        },
        iter: 800);

    /// <summary>
    /// Works until the power fails; the states that may be found afterwards, and the last epoch given.
    /// </summary>
    private static async Task<(List<StoreModel> Possible, long Epoch)> LiveAsync(
        StoreBench bench, Life life, StoreModel model, long epoch)
    {
        await using Store store = bench.Open();
        int start = bench.Disk.Done.Count;
        bench.Disk.Faults = (_, number) => life.FaultAt(number - start);
        List<StoreStep> unacknowledged = [];
        foreach (StoreStep[] round in life.Rounds)
        {
            Task[] tasks = [.. round.Select(step => step.RunAsync(store))];
            for (int i = 0; i < round.Length; i++)
            {
                try
                {
                    await tasks[i];
                }
                catch (StoreException)
                {
                    unacknowledged.Add(round[i]);
                    continue;
                }
                catch (Exception e) when (e is KeyRejectedException or InvalidOperationException)
                {
                    // Decided, and that nothing changes; the model knows.
                }

                StoreModel before = model;
                model = round[i].Apply(model);
                epoch = tasks[i] is Task<long> given ? await given : epoch;
                if (model.ToString() != before.ToString() || tasks[i] is Task<long>)
                {
                    // Something was written, so everything that failed before was taken back.
                    unacknowledged.Clear();
                }
            }

            Assert.Equal(model.ToString(), StoreModel.Observe(store));
        }

        return ([.. OutcomesOf(model, unacknowledged)], epoch);
    }

    /// <summary>A write that failed last may be on disk, whole: one batch, so some of the steps in a row.</summary>
    private static IEnumerable<StoreModel> OutcomesOf(StoreModel model, List<StoreStep> unacknowledged)
    {
        yield return model;
        for (int first = 0; first < unacknowledged.Count; first++)
        {
            StoreModel outcome = model;
            foreach (StoreStep step in unacknowledged[first..])
            {
                outcome = step.Apply(outcome);
                yield return outcome;
            }
        }
    }

    /// <summary>
    /// Rounds of steps asked for at once, the operation at which the power fails, and failures before that.
    /// </summary>
    private sealed record Life(StoreStep[][] Rounds, int PowerOffAt, (int At, DiskFault Fault)[] Faults)
    {
        public DiskFault FaultAt(int operation) => operation == PowerOffAt
            ? DiskFault.PowerOff
            : Faults.FirstOrDefault(f => f.At == operation).Fault;

        public override string ToString()
        {
            string rounds = string.Join(" / ", Rounds.Select(round => string.Join<StoreStep>(' ', round)));
            return $"{{ {rounds}; off at {PowerOffAt}; {string.Join(' ', Faults)} }}";
        }
    }
}
