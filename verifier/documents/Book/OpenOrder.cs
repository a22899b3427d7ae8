using Verifiable.Engine.Instruments;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>An order that has not traded; never on chain, where every order is matched at once.</summary>
/// <param name="Instrument">What is to be traded.</param>
/// <param name="Quantity">How much: positive to buy, negative to sell.</param>
/// <param name="LimitPrice">The worst price accepted.</param>
public readonly record struct OpenOrder(InstrumentId Instrument, Quantity Quantity, Price LimitPrice);
