using Moi.Fuzz.Parsers;

namespace Moi.Fuzz;

/// <summary>Every parser that meets the network or a file.</summary>
internal sealed class ParserList : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("moi-fuzz-").FullName;
    private readonly OpenStore _store = new();

    /// <summary>All of them, with a folder for those that read files.</summary>
    public ParserList()
    {
        Parsers =
        [
            .. RequestParsers.All,
            new ArgumentsParser(_store.Keys).Parser,
            .. FilterParsers.All,
            .. AnswerParsers.All,
            .. TransferParsers.All,
            TopicParser.Parser,
            .. ConfigurationParsers.All(_folder),
            RecipeParser.Parser,
            .. StoreParsers.All,
            .. FileParsers.All(_folder),
        ];
    }

    /// <summary>The parsers.</summary>
    public IReadOnlyList<FuzzedParser> Parsers { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
