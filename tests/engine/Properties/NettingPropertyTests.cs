using System;
using System.Linq;
using System.Numerics;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Engine.Margin;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;

namespace Verifiable.Tests.Engine.Properties;

/// <summary>
/// Netting never gives less than the scenarios ask: a portfolio's requirement covers the loss of each of them, each
/// property over ten thousand random books in dollars and in coin, with rotations, dampening, open orders and
/// collateral that cancels risk.
/// </summary>
public sealed class NettingPropertyTests(ITestOutputHelper output)
{
    private const int Books = 10_000;

    private static readonly StagedRatio Published = new(new Ratio(1_250_000_000_000), new Ratio(Ratio.One));

    /// <summary>The multipliers of the shipped profiles: neither requirement is below any scenario's loss.</summary>
    [Fact]
    public void Requirements_UnderThePublishedMultipliers_AreNoLessThanAnyLoss() => ForAll((inputs, margin, loss) =>
    {
        Assert.True(margin.MaintenanceMargin.Raw >= loss);
        Assert.True(margin.InitialMargin.Raw - CreditOf(margin) >= loss);
        Assert.True(margin.InitialMargin.Raw >= loss);
    }, static (_, _) => Published);

    /// <summary>Whatever the multipliers, each requirement covers that much of every loss, to the last unit.</summary>
    [Fact]
    public void Requirements_UnderAnyMultiplier_CoverThatMuchOfEveryLoss() => ForAll((inputs, margin, loss) =>
    {
        AssertCovers(margin.MaintenanceMargin.Raw, loss, inputs.Model.Multiplier.Maintenance);
        AssertCovers(margin.InitialMargin.Raw - CreditOf(margin), loss, inputs.Model.Multiplier.Initial);
    }, static (_, model) => model.Multiplier);

    /// <summary>margin >= loss * multiplier, the multiplier floored to 2^-40 as every machine reads it.</summary>
    private static void AssertCovers(Int128 margin, long loss, Ratio multiplier)
    {
        BigInteger multiplierQ40 = ((BigInteger)multiplier.Raw << 40) / Ratio.One;

        Assert.True((BigInteger)margin << 40 >= loss * multiplierQ40);
    }

    /// <summary>What a line of credit takes off, at most zero.</summary>
    private static long CreditOf(MarginResult margin) =>
        margin.Components.Single(static part => part.Kind == ComponentKind.Credit).Initial.Raw;

    /// <summary>Tries a property on every scenario of the scan, of models that ask for the worst of them.</summary>
    private void ForAll(
        Action<MarginCase, MarginResult, long> property, Func<Seeded, ModelParameters, StagedRatio> multiplier)
    {
        int netted = 0;
        BookChanges.ForAll(output, Books, withRotations: true, (random, inputs, _) =>
        {
            MeasureParameters measure = inputs.Model.Measure with { AtLeastWorst = true };
            MarginCase worst = inputs with
            {
                Model = inputs.Model with { Multiplier = multiplier(random, inputs.Model), Measure = measure },
            };
            MarginResult margin = worst.Margin();
            for (int at = 0; at < margin.Totals.Length; at++)
            {
                if (!inputs.Scenarios.Scenarios[at].IsTail)
                {
                    property(worst, margin, Math.Max(0, -margin.Totals[at].Raw));
                }
            }

            netted += margin.Explanation.Any(static share => share.Contribution.Raw > 0) && margin.WorstLoss.Raw > 0
                ? 1 : 0;
        });
        output.WriteLine($"{netted} of {Books} books net gains against losses in their worst scenario");
        Assert.True(netted > Books / 4);
    }
}
