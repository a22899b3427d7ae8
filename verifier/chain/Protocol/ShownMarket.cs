using System.Collections.Immutable;
using Verifiable.Chain.Abi;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Market;

namespace Verifiable.Chain.Protocol;

/// <summary>A registered round as a proof shows it: the struct <c>MarketInput</c>.</summary>
/// <param name="Round">The round.</param>
/// <param name="ObservedAtSeconds">The time of its oldest row.</param>
/// <param name="Sections">All sections in order.</param>
public sealed record ShownMarket(ulong Round, ulong ObservedAtSeconds, ImmutableArray<byte[]> Sections)
{
    /// <summary>A snapshot as the round that it was registered as.</summary>
    public static ShownMarket Of(MarketSnapshot market, ulong round) =>
        new(round, (ulong)market.ObservedAt.Seconds, MarketRows.Sections(market));

    /// <summary>The struct.</summary>
    public AbiValue ToValue() => AbiValue.Of(Round, ObservedAtSeconds, ContractValues.Of(Sections));
}
