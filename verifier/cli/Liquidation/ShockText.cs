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

    private static readonly NamedNumber.Range Moves =
        new(Ratio.Decimals, 1 - Ratio.One, 100 * Ratio.One, TakesPercent: true);

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
        string listed = string.Join(", ", market.Underlyings.Select(static one => one.Underlying));
        (UnderlyingId underlying, long raw) = NamedNumber.Parse<UnderlyingId>(
            text,
            IsListed,
            Moves,
            Option,
            $"UNDERLYING=MOVE, as BTC=-20%, BTC=+80% or BTC=-0.2, the underlying one of {listed}");
        return new UnderlyingMove(underlying, new Ratio(raw));

        bool IsListed(ReadOnlySpan<char> name, out UnderlyingId found)
        {
            bool isNamed = NameText.TryParseUnderlying(name, out UnderlyingId underlying);
            found = underlying;
            return isNamed && market.Underlyings.Any(one => one.Underlying == underlying);
        }
    }
}
