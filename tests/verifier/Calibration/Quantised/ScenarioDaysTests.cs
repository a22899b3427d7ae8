using System.Collections.Immutable;
using System.Linq;
using MathNet.Numerics.LinearAlgebra;
using Verifiable.Calibration.Quantised;
using Verifiable.Calibration.Risk;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Documents.Text;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Calibration.Quantised;

public sealed class ScenarioDaysTests
{
    private static readonly ScenariosDocument Shipped = Profiles.Open("portfolio-1.0").Scenarios;

    // To the nearest millionth, then floor(raw 2^40 / 10^12) of whole numbers: 1.234567 is 1357420771768.4 units.
    [Theory]
    [InlineData(1.2345674, 1_357_420_771_768)]
    [InlineData(-1.2345674, -1_357_420_771_769)]
    [InlineData(0.0000005, 0)]
    [InlineData(0.0000015, 2_199_023)]
    [InlineData(-0.0000004, 0)]
    public void Of_Residual_IsRoundedToAMillionth(double residual, long residualQ40)
    {
        FilteredReturns filtered = new(
            ["BTC"], [default], Matrix<double>.Build.Dense(1, 1, residual), Vector<double>.Build.Dense(1, 1))
        {
            Forecasts = Matrix<double>.Build.Dense(1, 1, 1),
        };

        ResidualScenario day = Assert.Single(ScenarioDays.Of(filtered, 0, 1));

        Assert.Equal(residualQ40, Assert.Single(day.ResidualsQ40));
    }

    // A grid that moves all coins alike says the same of a third.
    [Fact]
    public void Replace_OtherUnderlyings_KeepsWhatMovesAllAlike()
    {
        ImmutableArray<UnderlyingId> factors = [Underlying("ETH"), Underlying("SOL"), Underlying("XRP")];
        ResidualScenario day = new(new Instant(86_400), 1, [1, 2, 3]);

        ScenariosDocument document = ScenarioDays.Replace("mine", null, Shipped, factors, [day]);

        Scenario[] kept = [.. Shipped.Set.Scenarios.Where(static one => !one.IsResidual)];
        Assert.Equal(kept.Length + 1, document.Set.Scenarios.Length);
        Assert.All(
            kept.Zip(document.Set.Scenarios),
            static pair => Assert.Equal(
                (pair.First.Label, 3, pair.First.Shocks[0]),
                (pair.Second.Label, pair.Second.Shocks.Length, pair.Second.Shocks.Distinct().Single())));
        Assert.Equal("filtered:1970-01-02", document.Set.Scenarios[^1].Label);
        Assert.Equal(ScenarioKind.Filtered, document.Kinds[^1]);
        Assert.Equal(ScenarioTraits.Tail | ScenarioTraits.Residual, document.Set.Scenarios[^1].Traits);
    }

    [Fact]
    public void Replace_WithItsOwnDays_IsTheSameSet()
    {
        ResidualScenario[] own = [.. Shipped.Set.Scenarios.Where(static one => one.IsResidual)
            .Select(static one => new ResidualScenario(
                InstantText.Parse($"{one.Label["filtered:".Length..]}T00:00:00Z", "", ""),
                one.Weight,
                [.. one.Shocks.Select(static shock => shock.SpotFactorQ40)]))];

        ScenariosDocument document = ScenarioDays.Replace("same", null, Shipped, Shipped.Set.Factors, own);

        Assert.Equal(ScenarioRows.Hash(Shipped.Set), ScenarioRows.Hash(document.Set));
        Assert.Equal(500, ScenarioDays.CountOf(document.Set));
    }

    [Fact]
    public void Replace_ScenarioThatMovesItsCoinsOneByOne_IsRefusedForAnother()
    {
        Scenario scenario = Shipped.Set.Scenarios[0];
        Shock half = new(1L << 39, 1L << 40, default);
        ScenariosDocument apart = Shipped with
        {
            Set = Shipped.Set with { Scenarios = [scenario with { Shocks = [scenario.Shocks[0], half] }] },
            Kinds = [ScenarioKind.Grid],
        };

        ScenariosDocument turned = ScenarioDays.Replace("eth", null, apart, [Underlying("ETH")], []);
        MarginException refusal = Assert.Throws<MarginException>(
            () => ScenarioDays.Replace("sol", null, apart, [Underlying("ETH"), Underlying("SOL")], []));

        Assert.Equal(half, Assert.Single(turned.Set.Scenarios[0].Shocks));
        Assert.Equal((ErrorCode.ScenarioFactorMissing, "SOL"), (refusal.Code, refusal.Value));
    }

    private static UnderlyingId Underlying(string name) =>
        NameText.TryParseUnderlying(name, out UnderlyingId underlying) ? underlying : default;
}
