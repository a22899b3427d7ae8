using System.Collections.Immutable;
using System.Linq;
using System.Text;
using Verifiable.Documents;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Scenarios;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents;

public sealed class ProfileTests
{
    private const string Portfolio = "portfolio-1.0";
    private const string PortfolioScan = "portfolio-scan-1.0";

    public static TheoryData<string> Names => [.. Profiles.Names];

    public static TheoryData<string> WithScenarios =>
        [.. Profiles.Names.Where(static name => Profiles.Open(name).Model.Parameters.ReadsScenarios)];

    [Fact]
    public void Names_Always_AreTheShippedProfiles() => Assert.Equal<string>(
        [
            "cross-1.0", "deribit-pm-1.0", "derive-pmrm1-1.0", "derive-pmrm2-1.0", "derive-standard-1.0",
            "isolated-1.0", Portfolio, PortfolioScan, "span-1.0",
        ],
        Profiles.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_OfEveryProfile_AreInTheOneLayout(string name)
    {
        Profile profile = Profiles.Open(name);

        Assert.Equal(Text(Profiles.ReadModel(name)), Text(ModelDocument.Write(profile.Model)));
    }

    [Theory]
    [MemberData(nameof(WithScenarios))]
    public void Files_OfEveryProfileWithScenarios_AreInTheOneLayout(string name)
    {
        ScenariosDocument scenarios = Profiles.Open(name).Scenarios;

        Assert.Equal(Text(Profiles.ReadScenarios(name)), Text(ScenariosDocument.Write(scenarios)));
        Assert.Equal(ScenarioRows.Hash(scenarios.Set), Profiles.Open(name).Model.ScenarioHash);
        Assert.Equal(Samples.Hash($"{name}.scenarios"), ScenarioRows.Hash(scenarios.Set).ToString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Open_EveryProfile_HasItsNameAndTheIndependentHash(string name)
    {
        MarginParameters parameters = Profiles.Open(name).Model.Parameters;

        Assert.Equal(name, $"{parameters.Name}-{parameters.Version}");
        Assert.Equal(Samples.Hash($"{name}.parameters"), ParameterRows.Hash(parameters).ToString());
    }

    /// <summary>The hash that contracts were deployed with before there were other rules.</summary>
    [Fact]
    public void Open_ScanPortfolio_HasTheHashItAlwaysHad() => Assert.Equal(
        "0x6199c2daa93c4fcbfcffd33e06625c019012119f71c5ad46194cb1e838eb5bca",
        ParameterRows.Hash(Profiles.Open(Profiles.Default).Model.Parameters).ToString());

    [Theory]
    [InlineData("deribit-pm-1.0", 35)]
    [InlineData("span-1.0", 16)]
    [InlineData("derive-standard-1.0", 0)]
    [InlineData("isolated-1.0", 0)]
    [InlineData("cross-1.0", 0)]
    public void Open_ProfileWithoutScenarioFile_HasItsRulesScenarios(string name, int count) =>
        Assert.Equal(count, Profiles.Open(name).Scenarios.Set.Scenarios.Length);

    /// <summary>Moves of 20 % in steps of 5, the ends with volatility up only.</summary>
    [Fact]
    public void Open_FirstDeriveManager_HasTwentyThreeScenarios() =>
        Assert.Equal(23, Profiles.Open("derive-pmrm1-1.0").Scenarios.Set.Scenarios.Length);

    [Fact]
    public void Open_Portfolio_HasTheIndependentHashes()
    {
        Profile profile = Profiles.Open(Portfolio);

        Assert.Equal(
            Samples.Hash($"{Portfolio}.parameters"), ParameterRows.Hash(profile.Model.Parameters).ToString());
        Assert.Equal(Samples.Hash($"{Portfolio}.scenarios"), ScenarioRows.Hash(profile.Scenarios.Set).ToString());
    }

    // The scan's scenarios and parameters with a tail: expected shortfall at 97.5 % over 500 days, each of one day.
    [Fact]
    public void Open_Portfolio_IsTheScanPortfolioWithATail()
    {
        Profile scan = Profiles.Open(PortfolioScan);
        Profile profile = Profiles.Open(Portfolio);
        ModelParameters model = profile.Model.Enforceable(Portfolio);

        Assert.Equal(
            new MeasureParameters(MeasureKind.ExpectedShortfall, 975_000, AtLeastWorst: true, HorizonSeconds: 86_400),
            model.Measure);
        Assert.Equal(
            ParameterRows.Hash(scan.Model.Parameters),
            ParameterRows.Hash(model with { Measure = new MeasureParameters(MeasureKind.Scan, 0) }));
        Assert.Equal(
            ScenarioRows.Hash(scan.Scenarios.Set),
            ScenarioRows.Hash(profile.Scenarios.Set with { Scenarios = profile.Scenarios.Set.Scenarios[..33] }));
        Assert.Equal(500, profile.Scenarios.Set.Scenarios.Count(static one => one.IsTail && one.IsResidual));
        Assert.Equal(533, profile.Scenarios.Set.Scenarios.Length);
        Assert.True(model.IsEnforceable);
        Assert.Equal(ListingWarnings.None, Listing.WarningsOf(new MarginModel(model, profile.Scenarios.Set)));
    }

    // Nine moves of 4.5 % to 18 %, the ends with volatility up only; eight tails; two rotations: 23 + 8 + 2.
    [Fact]
    public void Open_ScanPortfolio_HasThirtyThreeScenarios()
    {
        ScenariosDocument scenarios = Profiles.Open(PortfolioScan).Scenarios;

        Assert.Equal(["BTC", "ETH"], scenarios.Set.Factors.Select(factor => factor.ToString()));
        Assert.Equal([23, 8, 2], scenarios.Kinds.GroupBy(kind => kind).Select(group => group.Count()));
        Assert.Equal([7, 17, 7, 1, 1], scenarios.Set.Scenarios
            .GroupBy(one => one.Column)
            .OrderBy(group => group.Key)
            .Select(group => group.Count()));
    }

    [Theory]
    [InlineData("tail:-0.66", "0.34", "0.21")]
    [InlineData("tail:-0.33", "0.67", "0.42")]
    [InlineData("tail:+0.50", "1.5", "0.27")]
    [InlineData("tail:+1.00", "2", "0.13")]
    [InlineData("tail:+2.00", "3", "0.069")]
    [InlineData("tail:+3.00", "4", "0.046")]
    [InlineData("tail:+4.00", "5", "0.034")]
    [InlineData("tail:+5.00", "6", "0.027")]
    public void Open_ScanPortfolio_HasTheDocumentedTails(string label, string factor, string dampening)
    {
        Scenario tail = Profiles.Open(PortfolioScan).Scenarios.Set.Scenarios.Single(one => one.Label == label);

        Assert.Equal(VolatilityColumn.Up, tail.Column);
        Assert.Equal(Q40(dampening), tail.DampeningQ40);
        Assert.Equal(ImmutableArray.Create(Q40(factor), Q40(factor)), tail.Shocks.Select(shock => shock.SpotFactorQ40));
    }

    [Fact]
    public void Open_UnknownProfile_NamesTheKnown()
    {
        MarginException refusal = Assert.Throws<MarginException>(() => Profiles.Open("span"));

        Assert.Equal(ErrorCode.FileUnreadable, refusal.Code);
        Assert.Contains(PortfolioScan, refusal.Accepted);
    }

    [Fact]
    public void RequireScenarios_OtherSet_IsRefused()
    {
        ModelDocument model = Profiles.Open(PortfolioScan).Model;

        MarginException refusal = Assert.Throws<MarginException>(
            () => model.RequireScenarios(Samples.Scenarios.Set, "model.json"));

        Assert.Equal((ErrorCode.DocumentInconsistent, "/scenarios"), (refusal.Code, refusal.Path));
    }

    [Fact]
    public void Write_FactorFromNoDecimal_IsRefused()
    {
        ScenariosDocument document = Samples.Scenarios;
        Scenario finer = document.Set.Scenarios[0] with { DampeningQ40 = (1L << 40) - 1 };
        ScenariosDocument changed = document with { Set = document.Set with { Scenarios = [finer] } };

        MarginException refusal = Assert.Throws<MarginException>(() => ScenariosDocument.Write(changed));

        Assert.Equal(ErrorCode.PrecisionLost, refusal.Code);
    }

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);

    /// <summary>floor(factor * 2^40), by System.Decimal, which holds 28 digits.</summary>
    private static long Q40(string factor) =>
        (long)decimal.Floor(decimal.Parse(factor, System.Globalization.CultureInfo.InvariantCulture) * (1L << 40));
}
