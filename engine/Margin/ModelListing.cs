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

    /// <summary>A tail measure needs tail scenarios, and residuals a horizon.</summary>
    internal static void Check(ModelParameters model, ScenarioSet scenarios)
    {
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

    internal static void CheckEnforceable(ModelParameters model)
    {
        string? member = model.Across.Rule != AcrossRule.JointScenario ? "acrossUnderlyings"
            : model.Limits != LimitParameters.None ? "limits"
            : !model.Dynamic.Underlyings.IsEmpty ? "dynamic"
            : !model.Credit.Lines.IsEmpty ? "credit"
            : !model.Counterparties.Exposures.IsEmpty ? "counterparties" : null;
        if (member is not null)
        {
            throw Listing.Refuse(
                ErrorCode.ParameterOutOfRange, $"/{member}", member, "no such member: with it a model only reports");
        }
    }

    internal static ListingWarnings WarningsOf(ModelParameters model, ScenarioSet scenarios)
    {
        MeasuredScenarios measured = new(scenarios);
        if (model.Measure.Kind == MeasureKind.Scan)
        {
            bool unread = measured.Scan.Length != scenarios.Scenarios.Length;
            return unread ? ListingWarnings.TailUnread : ListingWarnings.None;
        }

        bool unweighted = !measured.TailWeights.AsSpan().ContainsAnyExcept(measured.TailWeights[0]);
        long tailPpm = (TailMeasure.PpmPerOne - model.Measure.ConfidencePpm) * measured.Tail.Length;
        bool thin = unweighted && tailPpm < LeastTailScenarios * TailMeasure.PpmPerOne;
        return thin ? ListingWarnings.TailThin : ListingWarnings.None;
    }
}
