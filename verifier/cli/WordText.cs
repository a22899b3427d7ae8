using System.Collections.Immutable;
using System.CommandLine;
using Verifiable.Kernel;

namespace Verifiable.Cli;

/// <summary>Arguments that are one of a few words.</summary>
internal static class WordText
{
    /// <summary>Shows the words in the help of an option, and offers them where a shell completes.</summary>
    internal static void Offer(Option option, ImmutableArray<string> words)
    {
        option.HelpName = string.Join('|', words);
        option.CompletionSources.Add([.. words]);
    }

    /// <summary>Reads a word.</summary>
    /// <param name="text">The argument.</param>
    /// <param name="words">The words accepted.</param>
    /// <param name="name">The option or argument, for the refusal.</param>
    /// <exception cref="MarginException"><see cref="ErrorCode.ParameterOutOfRange"/>.</exception>
    internal static string Parse(string text, ImmutableArray<string> words, string name) => words.Contains(text)
        ? text
        : throw new MarginException(
            ErrorCode.ParameterOutOfRange, string.Empty, name, text, $"one of {string.Join(", ", words)}");
}
