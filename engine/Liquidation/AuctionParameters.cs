using Verifiable.Engine.Units;

namespace Verifiable.Engine.Liquidation;

/// <summary>A Dutch auction of accounts below maintenance margin. Numbers are pure ratios.</summary>
/// <param name="Buffer">How far above maintenance a liquidation aims, a share of mark to market less
/// maintenance.</param>
/// <param name="StartDiscount">The share of mark to market that is asked at the start.</param>
/// <param name="CutoffDiscount">The share that is asked when the fast phase ends.</param>
/// <param name="FastSeconds">Length of the fast phase.</param>
/// <param name="SlowSeconds">Length of the slow phase, at whose end nothing is asked.</param>
/// <param name="FeeShare">The fee at the start, a share of the mark to market that may be liquidated.</param>
public sealed record AuctionParameters(
    Ratio Buffer,
    Ratio StartDiscount,
    Ratio CutoffDiscount,
    long FastSeconds,
    long SlowSeconds,
    Ratio FeeShare);
