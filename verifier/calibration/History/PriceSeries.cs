using System.Collections.Immutable;

namespace Verifiable.Calibration.History;

/// <summary>One asset's prices, in the order of the file: nothing is sorted, filled or dropped.</summary>
/// <param name="Name">The column's or the asset's name, as the file has it.</param>
/// <param name="Bars">The bars; a blank cell makes none.</param>
public sealed record PriceSeries(string Name, ImmutableArray<PriceBar> Bars);
