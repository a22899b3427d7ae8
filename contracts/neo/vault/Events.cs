using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>What the vault tells those who watch the chain.</summary>
internal static class Events
{
    [Notification("Deposited")]
    internal static extern void Deposited(Hash160 account, long amount);

    [Notification("Withdrawn")]
    internal static extern void Withdrawn(Hash160 account, Hash160 recipient, long amount);

    [Notification("BookChanged")]
    internal static extern void BookChanged(Hash160 account, long sequence, Bytes rowsHash);

    [Notification("MarketRegistered")]
    internal static extern void MarketRegistered(long round);

    [Notification("LiquidationOpened")]
    internal static extern void LiquidationOpened(Hash160 account, long round, long equity, long maintenance);

    [Notification("TakenOver")]
    internal static extern void TakenOver(Hash160 account, Hash160 bidder, long paid);

    [Notification("Refuted")]
    internal static extern void Refuted(long epoch);

    [Notification("CommitteeAnnounced")]
    internal static extern void CommitteeAnnounced(string role, long readyAt);
}
