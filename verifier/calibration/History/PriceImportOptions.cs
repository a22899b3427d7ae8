using System.Collections.Immutable;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.History;

/// <summary>How to import a price table.</summary>
/// <param name="Quote">The currency of its prices, which no table names.</param>
public sealed record PriceImportOptions(AssetId Quote)
{
    /// <summary>The series to take; empty takes all. Of a table that names no series, the one name it gets.</summary>
    public ImmutableArray<string> Underlyings { get; init; } = [];

    /// <summary>What to do with a price finer than 1e-8.</summary>
    public ImportRounding Rounding { get; init; } = ImportRounding.Refuse;

    /// <summary>Other sources that the series must agree with.</summary>
    public ImmutableArray<PriceHistory> References { get; init; } = [];
}
