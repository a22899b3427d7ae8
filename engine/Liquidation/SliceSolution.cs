using Verifiable.Engine.Units;

namespace Verifiable.Engine.Liquidation;

/// <summary>The smallest slice that restores an account, or why there is none.</summary>
/// <param name="Outcome">Whether there is a slice.</param>
/// <param name="FractionPpm">Its millionths; all of them when insolvent, none when healthy.</param>
/// <param name="Price">What the taker pays; negative when he is paid.</param>
/// <param name="Before">The account as it was.</param>
/// <param name="After">The account after the slice, on the same market.</param>
public readonly record struct SliceSolution(
    SliceOutcome Outcome,
    int FractionPpm,
    Money Price,
    AccountFigures Before,
    AccountFigures After)
{
    /// <summary>What the account itself is paid; a deficit is paid to the taker by others.</summary>
    public Money Received => Outcome == SliceOutcome.Restored ? Price : default;
}

/// <summary>What can be done about an account.</summary>
public enum SliceOutcome
{
    /// <summary>Equity covers maintenance margin: nothing may be taken.</summary>
    Healthy = 0,

    /// <summary>The slice restores the account.</summary>
    Restored = 1,

    /// <summary>
    /// Equity is not positive, so no price does: the whole account goes, and who takes it is paid for it.
    /// </summary>
    Insolvent = 2,
}
