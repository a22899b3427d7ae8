namespace Verifiable.Engine.Scenarios;

/// <summary>The margin rules; each number is the layout version of the rule's canonical parameters.</summary>
public enum MarginRule
{
    /// <summary>
    /// The worst joint scenario or the forward contingency, and add-ons that the multiplier does not scale.
    /// </summary>
    Portfolio = 1,

    /// <summary>The same over undiscounted values, with static add-ons inside the multiplier.</summary>
    UndiscountedPortfolio = 2,

    /// <summary>By position, except that the options of one expiry need no more than they can lose.</summary>
    Standard = 3,

    /// <summary>Price buckets by volatility moves with an extended table, as Deribit's portfolio margin has.</summary>
    PriceBuckets = 4,

    /// <summary>Standard Portfolio Analysis of Risk: sixteen scenarios an underlying.</summary>
    Span = 5,

    /// <summary>By position; what one gains supports no other.</summary>
    Isolated = 6,

    /// <summary>By position over one pool of equity, without offsets.</summary>
    Cross = 7,
}
