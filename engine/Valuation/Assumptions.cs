using System;

namespace Verifiable.Engine.Valuation;

/// <summary>What a valuation had to assume, because valuing an existing book never refuses.</summary>
[Flags]
public enum Assumptions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// A held instrument was not listed: long counts as nothing, a short option as the larger of strike and 6 forwards,
    /// a short perpetual or future as 6 entries.
    /// </summary>
    InstrumentMissing = 1,

    /// <summary>Strike and forward lay too far apart to price: model-free bounds were used.</summary>
    MoneynessBound = 2,

    /// <summary>An expired row without a settlement price was valued at intrinsic.</summary>
    Unsettled = 4,

    /// <summary>
    /// Today's volatility of a held underlying was not listed: in scenarios of residuals, which need it, long counts as
    /// nothing and short as the larger of strike and 6 forwards.
    /// </summary>
    TodayVolatilityMissing = 8,
}
