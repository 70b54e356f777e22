using System.Runtime.CompilerServices;

namespace Moi.Testing;

/// <summary>Waits, for a bounded time, until something is so.</summary>
public static class Eventually
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="condition">Looked at every 10 ms.</param>
    /// <param name="what">What is awaited, for the failure message; the condition's text if left out.</param>
    /// <param name="within">How long to wait; 20 s if left out.</param>
    /// <exception cref="TimeoutException">It did not come about.</exception>
    public static Task Holds(
        Func<bool> condition,
        [CallerArgumentExpression(nameof(condition))] string? what = null,
        TimeSpan? within = null) => Holds(() => Task.FromResult(condition()), what, within);

    /// <summary>Waits until the condition holds.</summary>
    /// <param name="condition">Looked at every 10 ms.</param>
    /// <param name="what">What is awaited, for the failure message; the condition's text if left out.</param>
    /// <param name="within">How long to wait; 20 s if left out.</param>
    /// <exception cref="TimeoutException">It did not come about.</exception>
    public static async Task Holds(
        Func<Task<bool>> condition,
        [CallerArgumentExpression(nameof(condition))] string? what = null,
        TimeSpan? within = null)
    {
        long start = TimeProvider.System.GetTimestamp();
        TimeSpan limit = within ?? Patience;
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > limit)
            {
                throw new TimeoutException($"Waited {limit.TotalSeconds:0.#} s in vain for this: {what}");
            }

            await Task.Delay(Step);
        }
    }
}
