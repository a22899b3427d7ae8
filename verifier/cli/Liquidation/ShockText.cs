using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Documents.Text;
using Verifiable.Engine.Liquidation;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Cli.Liquidation;

/// <summary>Moves of underlyings among the arguments: <c>BTC=-20%</c>, or <c>BTC=-0.2</c> as in documents.</summary>
internal static class ShockText
{
    internal const string Option = "--shock";

    private const int PercentPlaces = Ratio.Decimals - 2;
    private const long Lowest = 1 - Ratio.One;
    private const long Highest = 100 * Ratio.One;

    /// <summary>Reads the moves, each of another underlying of the market.</summary>
    internal static UnderlyingMove[] Parse(IEnumerable<string> texts, MarketSnapshot market)
    {
        UnderlyingMove[] moves = [.. texts.Select(text => Parse(text, market))];
        return moves.DistinctBy(static move => move.Underlying).Count() == moves.Length
            ? moves
            : throw new MarginException(
                ErrorCode.RowDuplicate, string.Empty, Option, string.Join(' ', texts), "each underlying once");
    }

    private static UnderlyingMove Parse(string text, MarketSnapshot market)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        bool isNamed = NameText.TryParseUnderlying(text.AsSpan(0, Math.Max(0, equals)), out UnderlyingId underlying);
        if (!isNamed || !market.Underlyings.Any(listed => listed.Underlying == underlying))
        {
            string listed = string.Join(", ", market.Underlyings.Select(static one => one.Underlying));
            throw new MarginException(
                ErrorCode.IdentifierMalformed,
                string.Empty,
                Option,
                text,
                $"UNDERLYING=MOVE, as BTC=-20% or BTC=-0.2, the underlying one of {listed}");
        }

        string move = text[(equals + 1)..];
        long raw = move.EndsWith('%')
            ? DecimalText.Parse(move[..^1], PercentPlaces, Lowest, Highest, string.Empty, Option)
            : DecimalText.Parse(move, Ratio.Decimals, Lowest, Highest, string.Empty, Option);
        return new UnderlyingMove(underlying, new Ratio(raw));
    }
}
