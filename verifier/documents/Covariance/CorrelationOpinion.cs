using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>A correlation that was set by hand, before the repair.</summary>
/// <param name="First">The lower underlying.</param>
/// <param name="Second">The higher one.</param>
/// <param name="Correlation">From -1 to 1.</param>
public readonly record struct CorrelationOpinion(UnderlyingId First, UnderlyingId Second, Ratio Correlation);
