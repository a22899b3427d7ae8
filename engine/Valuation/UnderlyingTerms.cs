using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Valuation;

/// <summary>What the rows of one underlying share.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Market">Its market; null when the snapshot does not list it.</param>
/// <param name="Factor">Its place in the scenario set's factors; negative when the set does not shock it.</param>
internal sealed record UnderlyingTerms(UnderlyingId Underlying, UnderlyingMarket? Market, int Factor);
