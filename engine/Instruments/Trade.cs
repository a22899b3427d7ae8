using Verifiable.Engine.Units;

namespace Verifiable.Engine.Instruments;

/// <summary>A trade that could be made.</summary>
/// <param name="Instrument">What is traded.</param>
/// <param name="Quantity">How much: positive to buy, negative to sell, never zero.</param>
public readonly record struct Trade(InstrumentId Instrument, Quantity Quantity);
