using Verifiable.Engine.Units;

namespace Verifiable.Engine.Instruments;

/// <summary>An order that has not traded; never on chain, where every order is matched at once.</summary>
/// <param name="Instrument">What is to be traded.</param>
/// <param name="Quantity">How much: positive to buy, negative to sell.</param>
/// <param name="LimitPrice">The worst price accepted.</param>
public readonly record struct OpenOrder(InstrumentId Instrument, Quantity Quantity, Price LimitPrice)
{
    /// <summary>The position that the order becomes when it trades at its limit.</summary>
    /// <param name="fundingIndex">The perpetual's cumulative funding at that moment.</param>
    public Position AsPosition(Ratio fundingIndex) => new(
        Instrument,
        Quantity,
        Instrument.HasEntryPrice ? LimitPrice : default,
        Instrument.Kind == InstrumentKind.Perpetual ? fundingIndex : default);
}
