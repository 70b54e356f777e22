using System.Globalization;

namespace Moi.PowerShell.Recipes;

/// <summary>Writes a recipe's plan as a PowerShell function that a person can read, and keep.</summary>
internal sealed class RecipeFunction
{
    private readonly RecipePlan _plan;
    private readonly Recipe _recipe;
    private readonly string _name;
    private readonly ScriptVariables _variables;
    private readonly ScriptWriter _writer = new();

    private RecipeFunction(RecipePlan plan, string name)
    {
        _plan = plan;
        _recipe = plan.Recipe;
        _name = name;
        _variables = new ScriptVariables(plan.Parameters);
        foreach (Expression.Applied value in AllTexts().SelectMany(text => text.Computed))
        {
            _variables.Add(value);
        }
    }

    private bool NeedsText =>
        _variables.Computed.Any() || AllTexts().Any(HasQuotes) || _plan.Filters.Count > 0 || _plan.Stages.Any(stage => stage.Filters.Count > 0);

    /// <summary>Whoever does not fulfil the first stage's condition is in no later one.</summary>
    private IReadOnlyList<Expression> Filters => [.. _plan.Filters, .. _plan.Stages[0].Filters];

    private bool HasGroup => _recipe.Group is not null;

    /// <summary>The function's body: what stands between its braces.</summary>
    /// <param name="plan">What is to be done.</param>
    /// <param name="name">What the function is called.</param>
    public static string BodyOf(RecipePlan plan, string name) => new RecipeFunction(plan, name).Write();

    /// <summary>The whole function.</summary>
    /// <param name="plan">What is to be done.</param>
    /// <param name="name">What the function is called.</param>
    public static string TextOf(RecipePlan plan, string name) => $"function {name} {{\n{BodyOf(plan, name)}}}\n";

    private IEnumerable<Expression> AllTexts() => _plan.Filters.Concat(_plan.Stages.SelectMany(stage => stage.Arguments.Concat(stage.Filters)));

    private string Write()
    {
        RecipeHelp.Write(_writer, _plan, _name);
        _writer.Line(_plan.Changes ? "[CmdletBinding(SupportsShouldProcess, PositionalBinding = $false)]" : "[CmdletBinding(PositionalBinding = $false)]");
        if (_plan is { Changes: true, Stages.Count: 1 })
        {
            _writer.Line("[Diagnostics.CodeAnalysis.SuppressMessage('PSShouldProcess', '', Justification = 'Its one command says what it would do.')]");
        }

        RecipeParameters.Write(_writer, _plan);
        WriteBegin();
        _writer.Block("process", () => _writer.Line("foreach ($remote in $InputObject) { $piped.Add($remote) }"));
        _writer.Block("end", WriteEnd);
        return _writer.ToString();
    }

    private void WriteBegin() => _writer.Block("begin", () =>
    {
        for (int i = 0; i < _plan.Parameters.Count; i++)
        {
            string parameter = _plan.Parameters[i];
            string call = string.Create(CultureInfo.InvariantCulture, $"::Missing({Title}, {i + 1}, '{parameter}')");
            _writer.Block(
                $"if (-not $PSBoundParameters.ContainsKey('{parameter}'))",
                () => _writer.Line($"$PSCmdlet.ThrowTerminatingError([Moi.PowerShell.RecipeText]{call})"));
        }

        _writer.Line("$piped = [System.Collections.Generic.List[psobject]]::new()");
    });

    private string Title => $"{Expression.Literal(_name)}, {Expression.Literal(_recipe.Help)}";

    private void WriteEnd()
    {
        if (NeedsText)
        {
            _writer.Line("$text = [Moi.PowerShell.RecipeText]");
        }

        WriteComputed();
        WriteAddressing();
        if (_plan.Stages is [PlannedStage only])
        {
            _writer.Line(new StageScript(_variables).Of(only, Addressing.First, filter: null) + Quiet);
            return;
        }

        if (_plan.Changes)
        {
            WriteWhatIf();
        }

        WriteStages();
    }

    /// <summary>Before anything is done: what is missing then is missing for all stages.</summary>
    private void WriteComputed()
    {
        foreach ((string variable, Expression.Applied value) in _variables.Computed)
        {
            _writer.Line($"{variable} = {value.ToCall(_variables)}");
            if (value.Method == nameof(TextOperation.Version))
            {
                _writer.Block(
                    $"if ($null -eq {variable})",
                    () => _writer.Line($"$PSCmdlet.ThrowTerminatingError($text::NoVersion({Title}, {value.To.ToOperand(_variables)}))"));
            }
        }
    }

    private void WriteAddressing()
    {
        _writer.Line();
        _writer.Line("# Whom the first stage is for; defaults such as '*-Moi*:Name' hold here too.");
        _writer.Line("$PSDefaultParameterValues = $global:PSDefaultParameterValues");
        _writer.Line("$to, $on, $at = @{}, @{}, @{}");
        string selectors = HasGroup ? "'Name', 'Connection'" : "'Name', 'Group', 'Connection'";
        _writer.Block(
            $"foreach ($selector in {selectors})",
            () => _writer.Line("if ($PSBoundParameters.ContainsKey($selector)) { $to[$selector] = $PSBoundParameters[$selector] }"));
        _writer.Line("if ($to.ContainsKey('Name')) { $on.Name = $Name }");
        _writer.Line("if ($to.ContainsKey('Connection')) { $on.Connection = $at.Connection = $Connection }");
        if (HasGroup)
        {
            _writer.Line($"$to.Group = {Expression.Literal(_recipe.Group!)}");
        }

        WriteFilter();
        _writer.Line("if ($piped.Count -gt 0) { $to.InputObject = $piped.ToArray() }");
        _writer.Line("elseif ($MyInvocation.ExpectingInput) { return } # A pipeline that brought nobody means nobody.");
    }

    private void WriteFilter()
    {
        string own = string.Join(", ", Filters.Select(filter => filter.ToOperand(_variables)));
        if (own.Length > 0)
        {
            _writer.Line($"$to.Filter = $text::Filter($PSCmdlet, $Filter, {own})");
        }
        else
        {
            _writer.Line("if ($null -ne $Filter) { $to.Filter = [Moi.PowerShell.RecipeText]::Filter($PSCmdlet, $Filter) }");
        }
    }

    private void WriteWhatIf() => _writer.Block("if ($WhatIfPreference)", () =>
    {
        _writer.Line("$plan = @(");
        foreach (PlannedStage stage in _plan.Stages)
        {
            IEnumerable<Expression> words = stage.Arguments.SelectMany(argument => (Expression[])[new Expression.Constant(" "), argument]);
            _writer.Line($"    {Expression.Join(words.Prepend(new Expression.Constant(stage.Operation.Name))).ToOperand(_variables)}");
        }

        _writer.Line(") -join '; '");
        _writer.Line("Get-MoiRemote @to | ForEach-Object { $null = $PSCmdlet.ShouldProcess(\"$_\", $plan) }");
        _writer.Line("return");
    });

    private void WriteStages()
    {
        StageScript script = new(_variables);
        int shown = ShownStage();
        int jobs = -1;
        _writer.Line();
        for (int i = 0; i < _plan.Stages.Count; i++)
        {
            PlannedStage stage = _plan.Stages[i];
            Addressing to = i == 0 ? Addressing.First : Addressing.After(InputOf(i, stage, jobs));
            string command = script.Of(stage, to, i == 0 ? null : FilterOf(stage));
            if (i == shown && i == _plan.Stages.Count - 1)
            {
                _writer.Line(command + Quiet);
                return;
            }

            _writer.Line($"{Variable(i)} = @({command})");
            if (i != shown)
            {
                _writer.Line($"{Variable(i)} | Where-Object {{ $_.Success -eq $false }}");
            }

            jobs = stage.Operation.Name == "launch" ? i : jobs;
        }

        _writer.Line();
        _writer.Line($"# Out comes {Variable(shown)}, of those that came through to the end or failed in it.");
        _writer.Line($"$through = @({Variable(_plan.Stages.Count - 1)} | Where-Object {{ $_.Success -ne $false }} | ForEach-Object {{ $_.Id }})");
        _writer.Line(_recipe.IsQuiet
            ? $"{Variable(shown)} | Where-Object {{ $_.Success -eq $false }}"
            : $"{Variable(shown)} | Where-Object {{ $_.Success -eq $false -or $_.Id -in $through }}");
    }

    /// <summary>A wait is for jobs, even where another stage stands between.</summary>
    private static string InputOf(int index, PlannedStage stage, int jobs)
    {
        string before = Variable(index - 1);
        return stage.Operation.Name != "wait" || jobs < 0 || jobs == index - 1
            ? before
            : $"{Variable(jobs)} | Where-Object {{ $_.Id -in @({before} | Where-Object {{ $_.Success -ne $false }} | ForEach-Object {{ $_.Id }}) }}";
    }

    private string? FilterOf(PlannedStage stage) => stage.Filters.Count == 0
        ? null
        : $"($text::Filter($PSCmdlet, $null, {string.Join(", ", stage.Filters.Select(filter => filter.ToOperand(_variables)))}))";

    /// <summary>The last stage that is asked for what it emits, as the seed shows it; without one, the last.</summary>
    private int ShownStage() => _plan.Stages.ToList().FindLastIndex(stage => stage.Operation.Shows) is >= 0 and int last ? last : _plan.Stages.Count - 1;

    private string Quiet => _recipe.IsQuiet ? " | Where-Object { $_.Success -eq $false }" : string.Empty;

    private static string Variable(int index) => string.Create(CultureInfo.InvariantCulture, $"$stage{index + 1}");

    private static bool HasQuotes(Expression text) => text switch
    {
        Expression.Applied { Method: RecipeText.QuoteMethod } => true,
        Expression.Applied applied => HasQuotes(applied.To),
        Expression.Joined joined => joined.Parts.Any(HasQuotes),
        _ => false,
    };
}
