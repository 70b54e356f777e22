namespace Moi.Protocol.Configuration;

/// <summary>Finds what somebody meant who mistyped a name.</summary>
public static class NearestName
{
    /// <summary>
    /// The known name that is fewest edits (insertion, deletion, replacement, swap of neighbours) away, at most a
    /// third of the name's length; else one that ends in it (<c>port</c>: <c>mqtt_port</c>); else null.
    /// </summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        int fewest = Math.Clamp(name.Length / 3, 1, 3) + 1;
        string? nearest = null;
        string? longer = null;
        foreach (string candidate in known.Order(StringComparer.Ordinal))
        {
            if (Math.Abs(candidate.Length - name.Length) < fewest && Edits(name, candidate) is int edits && edits < fewest)
            {
                (fewest, nearest) = (edits, candidate);
            }
            else if (candidate.EndsWith("_" + name, StringComparison.Ordinal))
            {
                longer ??= candidate;
            }
        }

        return nearest ?? longer;
    }

    private static int Edits(string left, string right)
    {
        int[,] edits = new int[left.Length + 1, right.Length + 1];
        for (int i = 0; i <= left.Length; i++)
        {
            for (int j = 0; j <= right.Length; j++)
            {
                edits[i, j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(
                        Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1,
                        edits[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
                }
            }
        }

        return edits[left.Length, right.Length];
    }
}
