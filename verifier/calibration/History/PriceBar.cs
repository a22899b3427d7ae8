using Verifiable.Engine.Units;

namespace Verifiable.Calibration.History;

/// <summary>One interval of a price series; a file of closes alone repeats the close.</summary>
/// <param name="Time">When the interval begins, as the file stamps it.</param>
/// <param name="Open">First price, in the quote currency.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price; returns are made of closes.</param>
public readonly record struct PriceBar(Instant Time, double Open, double High, double Low, double Close)
{
    /// <summary>A bar of which only the close is known.</summary>
    public static PriceBar OfClose(Instant time, double close) => new(time, close, close, close, close);
}
