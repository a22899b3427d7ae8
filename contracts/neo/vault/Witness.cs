using System;
using Verifiable.Kernel.Margin;
using Verifiable.Neo.Framework;

namespace Verifiable.Neo.Vault;

/// <summary>The proof of one scenario that an account is below its maintenance margin, without any attester.</summary>
/// <remarks>
/// Equity is exact. The requirement is a lower bound: the scenario's loss times the maintenance multiplier, without the
/// add-ons, which only raise it. So what is proved is true, and what is true is proved where the loss alone suffices.
/// </remarks>
internal static class Witness
{
    /// <summary>Equity at the latest market, money.</summary>
    internal static long Equity;

    /// <summary>The maintenance margin is at least this, money.</summary>
    internal static long Maintenance;

    /// <summary>Recomputes equity and one scenario.</summary>
    internal static void Run(
        Hash160 owner, Bytes rows, Bytes head, Items sections, Bytes parameters, Bytes scenarios, int scenario)
    {
        Account.RequireRows(owner, rows);
        Registry.RequireSections(head, sections);
        Registry.OpenModel(parameters);
        Registry.OpenScenarios(scenarios);
        Scenario.Select(scenario);
        Contract.Require(Model.Scans && !(Scenario.IsTail && HasScanned()), "ScenarioNotMeasured");
        Scenario.Select(scenario);
        Valuation.Run(rows, sections, Registry.ShowsAll, Registry.ObservedAt());
        Equity = Requirement.Equity(Valuation.Value + (Int128)Account.Cash(owner));
        Maintenance = Requirement.OfLossCeil(Requirement.LossOf(Valuation.Total), Model.MultiplierMaintenanceQ40);
    }

    /// <summary>Whether the set has scenarios besides its tail: then the tail's are no part of the scan.</summary>
    private static bool HasScanned()
    {
        for (int at = 0; at < Scenario.Count(); at++)
        {
            Scenario.Select(at);
            if (!Scenario.IsTail)
            {
                return true;
            }
        }

        return false;
    }
}
