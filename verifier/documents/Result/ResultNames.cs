using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Valuation;

namespace Verifiable.Documents;

/// <summary>The words and derived numbers of result documents.</summary>
public static class ResultNames
{
    /// <summary>Components, each at the index of its enumeration member.</summary>
    public static ImmutableArray<string> Components { get; } =
    [
        "scan", "basis", "stable", "perpetual", "shortOption", "confidence", "haircut",
        "options", "future", "isolation", "roll", "deltaShock", "calendarSpread",
        "tail", "concentration", "optionValue", "unrealisedProfit", "dynamic", "counterparty", "credit",
    ];

    /// <summary>Assumptions, each at the index of its bit.</summary>
    public static ImmutableArray<string> Assumptions { get; } =
        ["instrumentMissing", "moneynessBound", "unsettled", "todayVolatilityMissing"];

    private const int HealthPlaces = 6;

    /// <summary>The names of assumptions, in the order of their bits.</summary>
    public static IEnumerable<string> Of(Assumptions assumed) =>
        Assumptions.Where((_, bit) => assumed.HasFlag((Assumptions)(1 << bit)));

    /// <summary>
    /// Whether one scenario is worse than the others: not without scenarios, nor where none moves the account.
    /// </summary>
    public static bool HasWorst(MarginResult result) =>
        result.WorstLoss.Raw != 0 || result.WorstScenario != 0 || result.Totals.Any(static total => total.Raw != 0);

    /// <summary>
    /// Equity over maintenance margin, floored to six places; null without a maintenance margin. For display and for
    /// warnings only: no gate divides.
    /// </summary>
    public static string? Health(MarginResult result) => result.MaintenanceMargin.Raw == 0
        ? null
        : DecimalText.FormatQuotient(result.Equity.Raw, result.MaintenanceMargin.Raw, HealthPlaces);
}
