using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Verifiable.Engine.Accounts;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Liquidation;

/// <summary>The delta that one round's slices leave liquidators to sell, by underlying.</summary>
internal sealed class UnderlyingSales
{
    private readonly UnderlyingId[] _underlyings;
    private readonly int[] _underlyingOf;
    private readonly Int128[] _sold;
    private readonly Int128[] _ofAccount;

    internal UnderlyingSales(AccountSet accounts)
    {
        List<UnderlyingId> underlyings = [];
        _underlyingOf = new int[accounts.Instruments.Length];
        for (int ordinal = 0; ordinal < _underlyingOf.Length; ordinal++)
        {
            UnderlyingId underlying = accounts.Instruments[ordinal].Underlying;
            if (underlyings.Count == 0 || underlyings[^1] != underlying)
            {
                underlyings.Add(underlying);
            }

            _underlyingOf[ordinal] = underlyings.Count - 1;
        }

        _underlyings = [.. underlyings];
        _sold = new Int128[_underlyings.Length];
        _ofAccount = new Int128[_underlyings.Length];
    }

    /// <summary>What the accounts ended so far traded, each one's underlyings without sign.</summary>
    internal Int128 Traded { get; private set; }

    internal void Clear()
    {
        Array.Clear(_sold);
        Traded = 0;
    }

    internal void Add(int ordinal, long delta) => _ofAccount[_underlyingOf[ordinal]] += delta;

    internal void EndAccount()
    {
        for (int at = 0; at < _sold.Length; at++)
        {
            _sold[at] += _ofAccount[at];
            Traded += Int128.Abs(_ofAccount[at]);
        }

        Array.Clear(_ofAccount);
    }

    internal UnderlyingMove[] Moves(PriceImpact impact, int moneyDecimals)
    {
        UnderlyingMove[] moves = new UnderlyingMove[_underlyings.Length];
        for (int at = 0; at < moves.Length; at++)
        {
            moves[at] = new UnderlyingMove(_underlyings[at], impact.MoveOf(_sold[at], moneyDecimals));
        }

        return moves;
    }

    internal ImmutableArray<UnderlyingRound> Rounds(MarketSnapshot market, PriceImpact impact, int moneyDecimals)
    {
        ImmutableArray<UnderlyingRound>.Builder rounds =
            ImmutableArray.CreateBuilder<UnderlyingRound>(_underlyings.Length);
        for (int at = 0; at < _underlyings.Length; at++)
        {
            rounds.Add(new UnderlyingRound(
                _underlyings[at],
                SpotOf(market, _underlyings[at]),
                _sold[at],
                impact.MoveOf(_sold[at], moneyDecimals)));
        }

        return rounds.MoveToImmutable();
    }

    private static Price SpotOf(MarketSnapshot market, UnderlyingId underlying)
    {
        foreach (UnderlyingMarket listed in market.Underlyings)
        {
            if (listed.Underlying == underlying)
            {
                return listed.Spot;
            }
        }

        return default;
    }
}
