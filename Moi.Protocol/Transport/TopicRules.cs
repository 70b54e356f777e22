using System.Text;

namespace Moi.Protocol.Transport;

/// <summary>What MQTT lets a topic and a filter be.</summary>
internal static class TopicRules
{
    private const int LongestInBytes = ushort.MaxValue;

    /// <summary>Checks a topic that is to be published on.</summary>
    /// <param name="topic">The topic.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void CheckTopic(string topic)
    {
        CheckText(topic, nameof(topic));
        if (topic.AsSpan().IndexOfAny('+', '#') >= 0)
        {
            throw new ArgumentException($"The topic '{OneLine.Of(topic)}' holds a wildcard.", nameof(topic));
        }
    }

    /// <summary>Checks a filter that is to be subscribed to.</summary>
    /// <param name="filter">The filter.</param>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static void CheckFilter(string filter)
    {
        CheckText(filter, nameof(filter));
        string[] levels = filter.Split('/');
        for (int i = 0; i < levels.Length; i++)
        {
            bool wild = levels[i].AsSpan().IndexOfAny('+', '#') >= 0;
            if (wild && (levels[i].Length > 1 || (levels[i] == "#" && i < levels.Length - 1)))
            {
                throw new ArgumentException(
                    $"The filter '{OneLine.Of(filter)}' has a wildcard out of place.", nameof(filter));
            }
        }
    }

    private static void CheckText(string text, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(text, name);
        if (text.Contains('\0') || Encoding.UTF8.GetByteCount(text) > LongestInBytes)
        {
            throw new ArgumentException($"'{OneLine.Of(text)}' holds a NUL or is longer than 65,535 bytes.", name);
        }
    }
}
