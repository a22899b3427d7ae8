using Verifiable.Engine.Instruments;

namespace Verifiable.Engine.Valuation;

/// <summary>One row of the risk array: an instrument, or one side of an instrument that cannot be priced.</summary>
/// <param name="Instrument">The instrument.</param>
/// <param name="Group">Its group's index.</param>
/// <param name="Assumed">Why the row holds a bound and not a price; <see cref="Assumptions.None"/> for a price.</param>
/// <param name="Place">The instrument by numbers.</param>
internal readonly record struct RiskRow(
    InstrumentId Instrument, int Group, Assumptions Assumed, InstrumentPlace Place);
