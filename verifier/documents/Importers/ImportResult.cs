using Verifiable.Engine.Market;

namespace Verifiable.Documents.Importers;

/// <summary>A market and what the import has to say about it.</summary>
/// <param name="Market">The snapshot.</param>
/// <param name="Report">The report.</param>
public sealed record ImportResult(MarketSnapshot Market, ImportReport Report);
