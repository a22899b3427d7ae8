namespace Verifiable.Engine.Liquidation;

/// <summary>What decides about one account, raw money.</summary>
/// <param name="Equity">Equity, floored.</param>
/// <param name="InitialMargin">Initial margin, rounded up.</param>
/// <param name="MaintenanceMargin">Maintenance margin, rounded up.</param>
public readonly record struct AccountFigures(long Equity, long InitialMargin, long MaintenanceMargin)
{
    /// <summary>Whether the account may be liquidated.</summary>
    public bool IsBelowMaintenance => Equity < MaintenanceMargin;
}
