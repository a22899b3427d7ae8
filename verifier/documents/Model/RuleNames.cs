using System.Collections.Immutable;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Documents;

/// <summary>The words of the member <c>rule</c>; a model without it is of the portfolio rule.</summary>
public static class RuleNames
{
    /// <summary>Every word but the portfolio's, each at the index of its rule less two.</summary>
    internal static readonly ImmutableArray<string> Words =
        ["undiscountedPortfolio", "standard", "priceBuckets", "span", "isolated", "cross"];

    /// <summary>The rule of a word's index.</summary>
    internal static MarginRule Of(int index) => (MarginRule)(index + (int)MarginRule.UndiscountedPortfolio);

    /// <summary>A rule's word; the portfolio's is for people only.</summary>
    public static string Word(MarginRule rule) => rule == MarginRule.Portfolio
        ? "portfolio"
        : Words[(int)rule - (int)MarginRule.UndiscountedPortfolio];
}
