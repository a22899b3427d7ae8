using System.Collections.Immutable;
using System.CommandLine;
using Verifiable.Documents.Importers;

namespace Verifiable.Cli;

/// <summary>The option <c>--round</c> of the importers.</summary>
internal static class ImportRounds
{
    private static readonly ImmutableArray<string> Words = ["floor"];

    internal static void Offer(Option option) => WordText.Offer(option, Words);

    /// <summary>What an importer does with numbers finer than their unit.</summary>
    internal static ImportRounding Read(ParseResult parsed, Option<string?> option)
    {
        if (parsed.GetValue(option) is not string word)
        {
            return ImportRounding.Refuse;
        }

        WordText.Parse(word, Words, option.Name);
        return ImportRounding.Floor;
    }
}
