using System.Collections.Immutable;
using Verifiable.Engine.Units;

namespace Verifiable.Engine.Instruments;

/// <summary>An account's holdings: cash, collateral and positions.</summary>
/// <param name="Account">The account; on Ethereum its owner's address and a sub-account number.</param>
/// <param name="Sequence">The account's change counter.</param>
/// <param name="Cash">Cash in the settlement currency; may be negative.</param>
/// <param name="Collateral">Balances, strictly ascending by asset.</param>
/// <param name="Positions">Rows, strictly ascending by instrument.</param>
public sealed record Book(
    Bytes32 Account,
    ulong Sequence,
    Money Cash,
    ImmutableArray<CollateralBalance> Collateral,
    ImmutableArray<Position> Positions)
{
    /// <summary>Most positions an account may hold.</summary>
    public const int MaxPositions = 2_048;
}
