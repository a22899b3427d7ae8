using System;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Liquidation;

/// <summary>How far an account below maintenance is taken apart, and at which moment of its auction.</summary>
/// <param name="Auction">
/// The price path; its buffer is what <see cref="RestoreTarget.BufferedMaintenance"/> adds.
/// </param>
/// <param name="InsolventSeconds">After this time a bidder is paid all of the maintenance margin on top.</param>
/// <param name="Target">What the rest of the account has to meet.</param>
/// <param name="MinimumFractionPpm">The smallest slice, in millionths; at least 1.</param>
/// <param name="ElapsedSeconds">When the bid falls, since the auction's start.</param>
public sealed record LiquidationRule(
    AuctionParameters Auction,
    long InsolventSeconds,
    RestoreTarget Target,
    int MinimumFractionPpm,
    long ElapsedSeconds)
{
    /// <summary>
    /// The vault's auction, contracts/LiquidationAuction.sol: 98 % falling to 70 % in 15 minutes and to nothing in 12
    /// hours, an insolvent account's premium rising for 60 minutes, restored to 115 % of maintenance, at least 1 %.
    /// </summary>
    public static LiquidationRule Vault { get; } = new(
        new AuctionParameters(
            new Ratio(150_000_000_000), new Ratio(980_000_000_000), new Ratio(700_000_000_000), 900, 42_300, default),
        3_600,
        RestoreTarget.BufferedMaintenance,
        10_000,
        0);

    /// <summary>Whether an account meets the target. Exact: no division.</summary>
    /// <param name="figures">The account after a slice.</param>
    public bool IsRestored(in AccountFigures figures) =>
        (Int128)figures.Equity * Ratio.One >= RequiredE12(figures);

    /// <summary>What an account's equity has to reach, in 1e-12 of a raw unit.</summary>
    internal Int128 RequiredE12(in AccountFigures figures) => Target == RestoreTarget.InitialMargin
        ? (Int128)figures.InitialMargin * Ratio.One
        : (Int128)figures.MaintenanceMargin * (Ratio.One + Auction.Buffer.Raw);
}

/// <summary>What a liquidation leaves an account with; never less than maintenance margin.</summary>
public enum RestoreTarget
{
    /// <summary>Equity of at least (1 + buffer) maintenance margins: the most that the vault lets be taken.</summary>
    BufferedMaintenance = 0,

    /// <summary>Equity of at least initial margin.</summary>
    InitialMargin = 1,
}
