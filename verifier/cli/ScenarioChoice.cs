using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using Verifiable.Engine.Scenarios;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>The scenarios that <c>--scenario</c> names: by label, by index, or all.</summary>
internal static class ScenarioChoice
{
    /// <summary>The option, for refusals.</summary>
    internal const string Option = "--scenario";

    private const string All = "all";
    private const int Shown = 6;

    /// <summary>The indices, in the order of the names, each once.</summary>
    /// <param name="names">What the option was given.</param>
    /// <param name="set">The model's scenarios.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.ParameterOutOfRange"/>: no such scenario.</exception>
    internal static ImmutableArray<int> Of(IEnumerable<string> names, ScenarioSet set) =>
        [.. names.SelectMany(name => Named(name, set)).Distinct()];

    private static IEnumerable<int> Named(string name, ScenarioSet set)
    {
        int[] labelled = [.. Enumerable.Range(0, set.Scenarios.Length).Where(at => set.Scenarios[at].Label == name)];
        if (labelled.Length > 0)
        {
            return labelled;
        }

        if (name == All && set.Scenarios.Length > 0)
        {
            return Enumerable.Range(0, set.Scenarios.Length);
        }

        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && index < set.Scenarios.Length
            ? [index]
            : throw new MarginException(
                ErrorCode.ParameterOutOfRange, string.Empty, Option, name, Accepted(set));
    }

    private static string Accepted(ScenarioSet set)
    {
        string[] labels = [.. set.Scenarios.Take(Shown).Select(static scenario => scenario.Label)];
        string more = set.Scenarios.Length > Shown ? ", ..." : string.Empty;
        return labels.Length == 0
            ? "none: the model's rule has no scenarios"
            : $"{All}, an index from 0 to {set.Scenarios.Length - 1}, or a label: {string.Join(", ", labels)}{more}";
    }
}
