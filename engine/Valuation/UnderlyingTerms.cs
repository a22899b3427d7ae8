using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Valuation;

/// <summary>What the rows of one underlying share.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Market">Its market; null when the snapshot does not list it.</param>
/// <param name="Factor">Its place in the scenario set's factors; negative when the set does not shock it.</param>
/// <param name="SigmaQ46">The volatility that scales residuals: today's, as the model's tools leave it.</param>
/// <param name="ScanScaleQ40">What multiplies an account's scan loss that holds it, at least 1.</param>
/// <param name="NeedsToday">Whether today's volatility is read, and is not listed.</param>
internal sealed record UnderlyingTerms(
    UnderlyingId Underlying,
    UnderlyingMarket? Market,
    int Factor,
    long SigmaQ46,
    long ScanScaleQ40,
    bool NeedsToday);
