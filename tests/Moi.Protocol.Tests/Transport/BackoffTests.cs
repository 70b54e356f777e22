using CsCheck;
using Moi.Protocol.Transport;

namespace Moi.Protocol.Tests.Transport;

public sealed class BackoffTests
{
    private const double AlmostOne = 0.999_999_999;

    [Fact]
    public void The_limit_doubles_up_to_the_maximum_and_stays_there()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(30), () => AlmostOne);

        double[] waits = [.. Enumerable.Range(0, 9).Select(_ => Math.Round(backoff.Next().TotalSeconds, 3))];

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30, 30], waits);
    }

    [Fact]
    public void A_reset_begins_again_with_the_first_wait()
    {
        Backoff backoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), () => AlmostOne);
        backoff.Next();
        backoff.Next();

        backoff.Reset();

        Assert.Equal(1, backoff.Next().TotalSeconds, precision: 3);
    }

    [Fact]
    public void Each_wait_lies_between_nothing_and_its_limit() =>
        Gen.Select(Gen.Int[0, 5_000], Gen.Int[0, 100_000], Gen.Double[0, AlmostOne].Array[1, 100]).Sample(
            (minimum, maximum, numbers) =>
            {
                int next = 0;
                Backoff backoff = new(
                    TimeSpan.FromMilliseconds(minimum), TimeSpan.FromMilliseconds(maximum), () => numbers[next++]);
                for (int i = 0; i < numbers.Length; i++)
                {
                    TimeSpan wait = backoff.Next();
                    double limit = Math.Min(maximum, minimum * Math.Pow(2, i));
                    Assert.InRange(wait.TotalMilliseconds, 0, limit);
                    Assert.Equal(limit * numbers[i], wait.TotalMilliseconds, tolerance: 0.001);
                }
            });
}
