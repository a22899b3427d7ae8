using System;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel;
using Verifiable.Kernel.Margin;

namespace Verifiable.Engine.Margin;

/// <summary>The strict door's rules of a model and of the scenario set it is used with.</summary>
internal static class ModelListing
{
    /// <summary>An unweighted tail of fewer scenarios is a guess: n (1 - level) below this draws a warning.</summary>
    private const int LeastTailScenarios = 10;

    /// <summary>
    /// A tail measure needs tail scenarios, and residuals a horizon, which only the portfolio rule has.
    /// </summary>
    internal static void Check(MarginParameters parameters, ScenarioSet scenarios)
    {
        if (parameters is not ModelParameters model)
        {
            RequireNoResiduals(parameters, scenarios);
            return;
        }

        if (model.Measure.Kind != MeasureKind.Scan && !scenarios.HasTail)
        {
            throw Listing.Refuse(
                ErrorCode.ParameterOutOfRange,
                "/measure/kind",
                model.Measure.Kind,
                "scan, or a scenario set with historical or filtered scenarios");
        }

        if (scenarios.HasResiduals && model.ResidualHorizonSeconds == 0)
        {
            throw Listing.Refuse(
                ErrorCode.ParameterOutOfRange, "/measure/horizon", 0, "a horizon: without one residuals move nothing");
        }
    }

    /// <summary>Left out, open orders would understate the margin: a rule without a place for them refuses.</summary>
    internal static void RequireOrdersMargined(MarginParameters parameters, int orders)
    {
        if (orders > 0 && !parameters.MarginsOrders)
        {
            throw Listing.Refuse(
                ErrorCode.ParameterOutOfRange,
                "/openOrders",
                $"{orders} orders",
                $"none: only the rule {MarginRule.Portfolio} margins open orders, {parameters.Rule} does not");
        }
    }

    private static void RequireNoResiduals(MarginParameters parameters, ScenarioSet scenarios)
    {
        if (scenarios.HasResiduals)
        {
            throw Listing.Refuse(
                ErrorCode.ParameterOutOfRange,
                "/rule",
                parameters.Rule,
                "the portfolio rule, or scenarios without residuals, which move nothing without its horizon");
        }
    }

    internal static void CheckEnforceable(MarginParameters parameters, string file)
    {
        if (parameters is not ModelParameters model)
        {
            throw new MarginException(
                ErrorCode.ProfileNotEnforceable,
                file,
                "/rule",
                parameters.Rule.ToString(),
                "portfolio: contracts recompute no other rule, so money may not move by it");
        }

        string? member = model.Across.Rule != AcrossRule.JointScenario ? "acrossUnderlyings"
            : model.Limits != LimitParameters.None ? "limits"
            : !model.Dynamic.Underlyings.IsEmpty ? "dynamic"
            : !model.Credit.Lines.IsEmpty ? "credit"
            : !model.Counterparties.Exposures.IsEmpty ? "counterparties" : null;
        if (member is not null)
        {
            throw new MarginException(
                ErrorCode.ProfileNotEnforceable,
                file,
                $"/{member}",
                member,
                "no such member: with it a model only reports");
        }
    }

    internal static ListingWarnings WarningsOf(MarginModel margin)
    {
        MeasuredScenarios measured = new(margin.Scenarios);
        if (margin.Parameters is not ModelParameters model || model.Measure.Kind == MeasureKind.Scan)
        {
            bool unread = measured.Scan.Length != margin.Scenarios.Scenarios.Length;
            return unread ? ListingWarnings.TailUnread : ListingWarnings.None;
        }

        bool unweighted = !measured.TailWeights.AsSpan().ContainsAnyExcept(measured.TailWeights[0]);
        long tailPpm = (TailMeasure.PpmPerOne - model.Measure.ConfidencePpm) * measured.Tail.Length;
        bool thin = unweighted && tailPpm < LeastTailScenarios * TailMeasure.PpmPerOne;
        return thin ? ListingWarnings.TailThin : ListingWarnings.None;
    }
}
