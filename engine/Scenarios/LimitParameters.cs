using Verifiable.Engine.Units;

namespace Verifiable.Engine.Scenarios;

/// <summary>
/// How much of what is not yet cash may cover initial margin. What exceeds a limit is added to initial margin, so
/// equity and the point of liquidation stay what they are.
/// </summary>
/// <param name="OptionValue">For the net value of all options.</param>
/// <param name="UnrealisedProfit">For the net unsettled profit of futures and perpetuals.</param>
public sealed record LimitParameters(Money OptionValue, Money UnrealisedProfit)
{
    /// <summary>The amount that stands for no limit: the largest there is.</summary>
    public static Money Unlimited { get; } = new(Money.Limit - 1);

    /// <summary>No limit at all.</summary>
    public static LimitParameters None { get; } = new(Unlimited, Unlimited);
}
