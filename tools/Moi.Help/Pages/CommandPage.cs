namespace Moi.Help.Pages;

/// <summary>The page of a command.</summary>
/// <param name="File">Its path, for messages.</param>
/// <param name="Name">The command's name.</param>
/// <param name="Synopsis">What it does, in a sentence.</param>
/// <param name="Syntax">Each way to call it, by its name where there are several.</param>
/// <param name="Description">What it does, in full.</param>
/// <param name="Examples">Its examples.</param>
/// <param name="Parameters">Its parameters, in the order of the alphabet.</param>
/// <param name="Inputs">What it takes from the pipeline.</param>
/// <param name="Outputs">What it emits.</param>
/// <param name="Notes">What else there is to know.</param>
/// <param name="Links">Where to read on.</param>
internal sealed record CommandPage(
    string File,
    string Name,
    Prose Synopsis,
    IReadOnlyList<SyntaxLine> Syntax,
    Prose Description,
    IReadOnlyList<Example> Examples,
    IReadOnlyList<Parameter> Parameters,
    IReadOnlyList<TypeEntry> Inputs,
    IReadOnlyList<TypeEntry> Outputs,
    Prose Notes,
    IReadOnlyList<Link> Links);

/// <summary>A way to call a command.</summary>
/// <param name="ParameterSet">The parameter set; <see cref="ParameterFacts.AllSets"/> where there is one only.</param>
/// <param name="Text">The line, with single spaces.</param>
internal sealed record SyntaxLine(string ParameterSet, string Text);

/// <summary>An example.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Line">The heading's line.</param>
/// <param name="Code">What is typed, and what is shown.</param>
/// <param name="Remarks">What it does.</param>
internal sealed record Example(string Title, int Line, IReadOnlyList<CodeBlock> Code, Prose Remarks);

/// <summary>A parameter.</summary>
/// <param name="Name">Its name, without the dash.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Facts">What holds of it, for each parameter set or for all.</param>
internal sealed record Parameter(string Name, Prose Description, IReadOnlyList<ParameterFacts> Facts);

/// <summary>A type, of what is taken or emitted.</summary>
/// <param name="Name">The type's name.</param>
/// <param name="Description">What it is here.</param>
internal sealed record TypeEntry(string Name, Prose Description);

/// <summary>Where to read on.</summary>
/// <param name="Text">What is shown: the name of a command or topic.</param>
/// <param name="Target">The page.</param>
internal sealed record Link(string Text, string Target);
