using System;
using System.Collections.Immutable;
using Verifiable.Documents.Text;
using Verifiable.Engine.Margin;

namespace Verifiable.Documents;

/// <summary>The words and derived numbers of result documents.</summary>
internal static class ResultNames
{
    /// <summary>Components, each at the index of its enumeration member.</summary>
    internal static readonly ImmutableArray<string> Components =
    [
        "scan", "basis", "stable", "perpetual", "shortOption", "confidence", "haircut",
        "options", "future", "isolation", "roll", "deltaShock", "calendarSpread",
        "tail", "concentration", "optionValue", "unrealisedProfit", "dynamic", "counterparty", "credit",
    ];

    /// <summary>Assumptions, each at the index of its bit.</summary>
    internal static readonly ImmutableArray<string> Assumptions =
        ["instrumentMissing", "moneynessBound", "unsettled", "todayVolatilityMissing"];

    private const int HealthPlaces = 6;
    private const long HealthScale = 1_000_000;

    /// <summary>
    /// Equity over maintenance margin, floored to six places; null without a maintenance margin. For display and for
    /// warnings only: no gate divides.
    /// </summary>
    internal static string? Health(MarginResult result)
    {
        if (result.MaintenanceMargin.Raw == 0)
        {
            return null;
        }

        Int128 scaled = (Int128)result.Equity.Raw * HealthScale;
        (Int128 quotient, Int128 remainder) = Int128.DivRem(scaled, result.MaintenanceMargin.Raw);
        bool negative = scaled < 0 != result.MaintenanceMargin.Raw < 0;
        return DecimalText.Format(negative && remainder != 0 ? quotient - 1 : quotient, HealthPlaces);
    }
}
