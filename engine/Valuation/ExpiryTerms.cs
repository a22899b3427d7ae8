using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Valuation;

/// <summary>
/// What the rows of one group (underlying, quote, settlement, expiry) share. Spot and perpetual groups have no expiry
/// and discount nothing.
/// </summary>
/// <param name="First">The group's first instrument.</param>
/// <param name="Underlying">Index of its underlying in the risk array's list.</param>
/// <param name="Forward">Its forward; the perpetual's price or the spot in groups without an expiry.</param>
/// <param name="SettledPart">The fixed part of the forward.</param>
/// <param name="SqrtTauQ46">Square root of the years to expiry.</param>
/// <param name="ScenarioSqrtTauQ46">The same after the model's horizon has passed.</param>
/// <param name="TauYearsQ46">Years to expiry.</param>
/// <param name="DiscountQ40">exp(-rate * tau), at most 1.</param>
/// <param name="BasisFactorQ40">What a forward move's loss is multiplied by.</param>
/// <param name="TermScaleQ40">(30 days / time)^power of the volatility columns.</param>
/// <param name="ConfidenceQ40">The least of the spot's and the expiry's own confidence.</param>
/// <param name="Listed">The expiry in the market; null in groups without an expiry and where it is not listed.</param>
/// <param name="Known">Whether the market lists the group and the scenarios shock it.</param>
internal readonly record struct ExpiryTerms(
    InstrumentId First,
    int Underlying,
    Price Forward,
    Price SettledPart,
    long SqrtTauQ46,
    long ScenarioSqrtTauQ46,
    long TauYearsQ46,
    long DiscountQ40,
    long BasisFactorQ40,
    long TermScaleQ40,
    long ConfidenceQ40,
    ExpiryMarket? Listed,
    bool Known)
{
    /// <summary>Whether a final settlement price has fixed the expiry.</summary>
    internal bool IsSettled => Listed is not null && Listed.SettlementPrice.Raw > 0;
}
