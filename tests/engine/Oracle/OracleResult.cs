namespace Verifiable.Tests.Engine.Oracle;

/// <summary>A requirement's part at both stages.</summary>
internal readonly record struct OracleStages(Approx Initial, Approx Maintenance)
{
    public static OracleStages operator +(OracleStages left, OracleStages right) =>
        new(left.Initial + right.Initial, left.Maintenance + right.Maintenance);
}

/// <summary>What the oracle says of one account, in raw money.</summary>
/// <param name="Equity">Equity.</param>
/// <param name="Totals">Profit or loss of every scenario.</param>
/// <param name="Basis">The forward contingency.</param>
/// <param name="Market">The larger of the worst loss and the forward contingency, times the multipliers.</param>
/// <param name="Stable">For a lost peg.</param>
/// <param name="Perpetual">For perpetuals.</param>
/// <param name="ShortOption">For naked shorts.</param>
/// <param name="Confidence">For little confidence.</param>
/// <param name="Haircut">For collateral.</param>
internal sealed record OracleResult(
    Approx Equity,
    Approx[] Totals,
    Approx Basis,
    OracleStages Market,
    OracleStages Stable,
    OracleStages Perpetual,
    OracleStages ShortOption,
    OracleStages Confidence,
    OracleStages Haircut)
{
    /// <summary>The sum of the parts.</summary>
    public OracleStages Requirement => Market + Stable + Perpetual + ShortOption + Confidence + Haircut;
}
