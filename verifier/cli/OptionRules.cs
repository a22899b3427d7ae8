using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;

namespace Verifiable.Cli;

/// <summary>Which options go together: one that would do nothing is refused, not passed over.</summary>
internal static class OptionRules
{
    /// <summary>Refuses options that belong to an option, value or form that was not chosen.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="needed">What they are for.</param>
    /// <param name="options">The options.</param>
    internal static void RequireNone(CommandResult result, string needed, params Option[] options)
    {
        foreach (Option option in options.Where(option => IsGiven(result, option)))
        {
            result.AddError($"{option.Name} is for {needed}.");
        }
    }

    /// <summary>Refuses options beside one that asks for another answer.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="answer">The option that asks for the answer.</param>
    /// <param name="others">The options.</param>
    internal static void RequireAlone(CommandResult result, Option answer, params Option[] others)
    {
        foreach (Option other in others.Where(other => IsGiven(result, answer) && IsGiven(result, other)))
        {
            result.AddError($"{answer.Name} goes without {other.Name}: one run gives one answer.");
        }
    }

    /// <summary>Whether an option was typed, and not left to its default.</summary>
    internal static bool IsGiven(CommandResult result, Option option) =>
        result.GetResult(option) is { Implicit: false };
}
