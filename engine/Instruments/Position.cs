using Verifiable.Engine.Units;

namespace Verifiable.Engine.Instruments;

/// <summary>One row of a book: constants only, nothing that moves with the market.</summary>
/// <param name="Instrument">What is held.</param>
/// <param name="Quantity">How much: positive long, negative short, never zero.</param>
/// <param name="EntryPrice">Where the profit of a perpetual or future counts from; zero otherwise.</param>
/// <param name="FundingIndex">The perpetual's cumulative funding when the row was last touched; zero otherwise.</param>
public readonly record struct Position(
    InstrumentId Instrument,
    Quantity Quantity,
    Price EntryPrice,
    Ratio FundingIndex);
