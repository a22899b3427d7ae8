using System;
using System.Collections.Generic;
using System.Linq;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Margin;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Engine.Valuation;
using Verifiable.Kernel;
using Verifiable.Tests.Engine.Generators;
using Verifiable.Tests.Support;
using Xunit;
using Xunit.Abstractions;
using static Verifiable.Tests.Engine.Generators.Sample;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>The strict door: each condition by its name and its row.</summary>
public sealed class ListingTests(ITestOutputHelper output)
{
    private const long Largest = (1L << 62) - 1;

    /// <summary>
    /// A book of every kind of row that the sample accepts: perpetual, future, call, put, spot, collateral.
    /// </summary>
    private static MarginCase Accepted => Case with
    {
        Book = Book(Perpetual(1, 90), Future(-1, 110), Call(75, 2), Put(125, -2), Spot(1)) with
        {
            Collateral =
            [
                new CollateralBalance(Name.Asset("BTC"), new Quantity(One)),
                new CollateralBalance(Usdc, new Quantity(One)),
            ],
        },
    };

    /// <summary>By description: what is changed, the refusal's name, and its place.</summary>
    private static readonly Dictionary<string, (Func<MarginCase> Refused, ErrorCode Code, string Path)> Refusals = new()
    {
        ["2,049 rows"] = (
            () => Case with { Book = Book() with { Positions = [.. Enumerable.Repeat(Call(75, 1), 2_049)] } },
            ErrorCode.TooManyRows, "/positions"),
        ["the same row twice"] = (
            () => Holding(Call(75, 1), Call(75, 1)),
            ErrorCode.UnsortedRows, "/positions/1"),
        ["rows out of order"] = (
            () => Case with { Book = Book() with { Positions = [Put(75, 1), Call(75, 1)] } },
            ErrorCode.UnsortedRows, "/positions/1"),
        ["bytes that are no instrument"] = (
            () => Holding(Call(75, 1), Of(new InstrumentId(new Bytes32(~0UL, 0, 0, 0)), 1)),
            ErrorCode.IdentifierMalformed, "/positions/1"),
        ["nothing held"] = (
            () => Holding(Call(75, 0)),
            ErrorCode.QuantityZero, "/positions/0/quantity"),
        ["2^62 held"] = (
            () => Raw(1L << 62),
            ErrorCode.QuantityTooLarge, "/positions/0/quantity"),
        ["-2^63 held"] = (
            () => Raw(long.MinValue),
            ErrorCode.QuantityTooLarge, "/positions/0/quantity"),
        ["values beyond 2^62"] = (
            () => Raw(Largest),
            ErrorCode.QuantityTooLarge, "/positions"),
        ["a coin-settled row in dollars"] = (
            () => Holding(In(Settlement.Inverse)),
            ErrorCode.SettlementMixed, "/positions/0"),
        ["a dollar-settled row in coin"] = (
            () => InCoin(Holding(Call(75, 1))),
            ErrorCode.SettlementMixed, "/positions/0"),
        ["spot in coin"] = (
            () => InCoin(Holding(Spot(1))),
            ErrorCode.SettlementMixed, "/positions/0"),
        ["another quote"] = (
            () => Holding(In(Settlement.Linear, Usdc)),
            ErrorCode.InstrumentMissing, "/positions/0"),
        ["a future without entry"] = (
            () => Holding(Future(1, 0)),
            ErrorCode.EntryPriceMismatch, "/positions/0/entryPrice"),
        ["a future with a negative entry"] = (
            () => Holding(Future(1, -1)),
            ErrorCode.EntryPriceMismatch, "/positions/0/entryPrice"),
        ["an option with an entry"] = (
            () => Holding(Of(Option(75, InstrumentKind.Call), 1, 1)),
            ErrorCode.EntryPriceMismatch, "/positions/0/entryPrice"),
        ["an underlying that is not listed"] = (
            () => Holding(Call(75, 1)) with { Market = Market with { Underlyings = [] } },
            ErrorCode.InstrumentMissing, "/positions/0"),
        ["a perpetual that is not listed"] = (
            () => Holding(Perpetual(1, 1)).WithUnderlying(static row => row with { Perpetual = null }),
            ErrorCode.InstrumentMissing, "/positions/0"),
        ["an expiry that is not listed"] = (
            () => Holding(Future(1, 1)).WithUnderlying(static row => row with { Expiries = [] }),
            ErrorCode.InstrumentMissing, "/positions/0"),
        ["a factor that is not shocked"] = (
            () => Holding(Call(75, 1)) with { Scenarios = Unshocked },
            ErrorCode.ScenarioFactorMissing, "/positions/0"),
        ["a strike without volatility"] = (
            () => Holding(Call(75, 1), Call(76, 1)),
            ErrorCode.VolatilityMissing, "/positions/1"),
        ["a strike past 2^10 forwards"] = (
            () => WithStrike(102_500),
            ErrorCode.MoneynessOutOfRange, "/positions/0"),
        ["a forward past 2^20 strikes"] = (
            () => WithStrike(1).WithExpiry(static row => row with { Forward = new((One << 20) + 1) }),
            ErrorCode.MoneynessOutOfRange, "/positions/0"),
        ["a settlement past 2^20 strikes"] = (
            () => Holding(Call(75, 1)).WithExpiry(static row => row with { SettlementPrice = Dollars(75 << 21) }),
            ErrorCode.MoneynessOutOfRange, "/positions/0"),
        ["an expiry that passed"] = (
            () => Holding(Call(75, 1)) with { Market = Market with { ObservedAt = Expiry } },
            ErrorCode.ExpiryPassed, "/positions/0"),
        ["a spot under a cent"] = (
            () => Holding(Spot(1)).WithUnderlying(static row => row with { Spot = UnderACent }),
            ErrorCode.PriceOutOfRange, "/positions/0"),
        ["a spot of 2^62"] = (
            () => Holding(Spot(1)).WithUnderlying(static row => row with { Spot = new Price(1L << 62) }),
            ErrorCode.PriceOutOfRange, "/positions/0"),
        ["a perpetual under a cent"] = (
            () => Holding(Perpetual(1, 1)).WithUnderlying(static row => row with { Perpetual = Cheap(row.Perpetual!) }),
            ErrorCode.PriceOutOfRange, "/positions/0"),
        ["a forward under a cent"] = (
            () => Holding(Future(1, 1)).WithExpiry(static row => row with { Forward = UnderACent }),
            ErrorCode.PriceOutOfRange, "/positions/0"),
        ["a settlement under a cent"] = (
            () => Holding(Future(1, 1)).WithExpiry(static row => row with { SettlementPrice = UnderACent }),
            ErrorCode.PriceOutOfRange, "/positions/0"),
        ["collateral out of order"] = (
            () => Pledging(("USDC", 1), ("BTC", 1)),
            ErrorCode.UnsortedRows, "/collateral/1"),
        ["collateral twice"] = (
            () => Pledging(("USDC", 1), ("USDC", 1)),
            ErrorCode.UnsortedRows, "/collateral/1"),
        ["negative collateral"] = (
            () => Pledging(("BTC", -1)),
            ErrorCode.CollateralNegative, "/collateral/0"),
        ["2^62 of collateral"] = (
            () => Pledging(("BTC", 1L << 62)),
            ErrorCode.QuantityTooLarge, "/collateral/0"),
        ["collateral without price"] = (
            () => Pledging(("BTC", 1)) with { Market = Market with { Assets = [] } },
            ErrorCode.CollateralUnknown, "/collateral/0"),
        ["collateral without rule"] = (
            () => Pledging(("BTC", 1)) with { Model = Model with { Haircuts = [] } },
            ErrorCode.CollateralUnknown, "/collateral/0"),
        ["other collateral in coin"] = (
            () => InCoin(Pledging(("USDC", 1))),
            ErrorCode.SettlementMixed, "/collateral/0"),
        ["collateral that cancels what is not listed"] = (
            () => Pledging(("BTC", 1)) with { Market = Market with { Underlyings = [] } },
            ErrorCode.InstrumentMissing, "/collateral/0"),
        ["residuals without today's volatility"] = (
            () => Holding(Call(75, 1)) with { Scenarios = Filtered, Model = Measuring(MeasureKind.ExpectedShortfall) },
            ErrorCode.VolatilityMissing, "/positions/0"),
        ["a dynamic model without today's volatility"] = (
            () => Holding(Call(75, 1)) with { Model = Model with { Dynamic = Following("BTC") } },
            ErrorCode.VolatilityMissing, "/positions/0"),
        ["an underlying that a dynamic model leaves out"] = (
            () => (Holding(Call(75, 1)) with { Model = Model with { Dynamic = Following("ETH") } }).WithVolatility(),
            ErrorCode.ParameterOutOfRange, "/positions/0"),
        ["a shortfall over a scan alone"] = (
            () => Holding(Call(75, 1)) with { Model = Measuring(MeasureKind.ExpectedShortfall) },
            ErrorCode.ParameterOutOfRange, "/measure/kind"),
        ["residuals without a horizon"] = (
            () => (Holding(Call(75, 1)) with
            {
                Scenarios = Filtered,
                Model = Model with { Measure = new MeasureParameters(MeasureKind.ValueAtRisk, 990_000) },
            }).WithVolatility(),
            ErrorCode.ParameterOutOfRange, "/measure/horizon"),
        ["a level on a scan"] = (
            () => Holding(Call(75, 1)) with { Model = Model with { Measure = new(MeasureKind.Scan, 975_000) } },
            ErrorCode.ParameterOutOfRange, "/measure/confidence"),
        ["a measure without a level"] = (
            () => Holding(Call(75, 1)) with { Model = Model with { Measure = new(MeasureKind.ValueAtRisk, 0) } },
            ErrorCode.ParameterOutOfRange, "/measure/confidence"),
        ["an offset credit above one"] = (
            () => Holding(Call(75, 1)) with
            {
                Model = Model with
                {
                    Across = new AcrossParameters(AcrossRule.SumOfWorstsWithCredit, new Ratio(Ratio.One + 1)),
                },
            },
            ErrorCode.ParameterOutOfRange, "/offsetCredit"),
        ["an order for nothing"] = (
            () => Ordering(Call(75, 0)),
            ErrorCode.QuantityZero, "/openOrders/0/quantity"),
        ["an order without volatility"] = (
            () => Ordering(Call(76, 1)),
            ErrorCode.VolatilityMissing, "/openOrders/0"),
        ["an order for a future at nothing"] = (
            () => Ordering(Future(1, 0)),
            ErrorCode.EntryPriceMismatch, "/openOrders/0/entryPrice"),
        ["collateral that cancels what is not shocked"] = (
            () => Pledging(("BTC", 1)) with { Scenarios = Unshocked },
            ErrorCode.ScenarioFactorMissing, "/collateral/0"),
        ["a basis factor of a million"] = (
            () => Case with { Model = Model with { Basis = new(default, default, default, Million) } },
            ErrorCode.ParameterOutOfRange, "/contingencies/basis/multiplier"),
        ["a peg factor of a million"] = (
            () => Case with { Model = Model with { Peg = new(Million, Million) } },
            ErrorCode.ParameterOutOfRange, "/contingencies/peg/threshold"),
        ["a negative short power"] = (
            () => Case with
            {
                Model = Model with { VolatilityShock = Model.VolatilityShock with { ShortPower = new(-1) } },
            },
            ErrorCode.ParameterOutOfRange, "/volatilityShock/shortPower"),
        ["a skew without width"] = (
            () => Case with { Model = Model with { Skew = Model.Skew with { MinimumWidth = default } } },
            ErrorCode.ParameterOutOfRange, "/skew/minimumWidth"),
        ["a discount over a hundred"] = (
            () => Case with { Model = Model with { Discount = Model.Discount with { ShortRateAdd = Million } } },
            ErrorCode.ParameterOutOfRange, "/discount/short/rateAdd"),
        ["initial below maintenance"] = (
            () => Case with { Model = Model with { Multiplier = new(default, new Ratio(1)) } },
            ErrorCode.ParameterOutOfRange, "/multiplier/initial"),
        ["a haircut over one"] = (
            () => Case with
            {
                Model = Model with
                {
                    Haircuts = [new(Usdc, new(new Ratio(1), new Ratio(Ratio.One)), default, default)],
                },
            },
            ErrorCode.ParameterOutOfRange, "/haircuts/0/initial"),
    };

    public static TheoryData<string> Descriptions => [.. Refusals.Keys];

    private static Ratio Million => new(Ratio.MaxRaw);

    private static Price UnderACent => new(Price.ListingMinimum - 1);

    private static ScenarioSet Filtered => Scenarios with
    {
        Scenarios = [Move(OneQ40), Move(-OneQ40) with { Traits = ScenarioTraits.Tail | ScenarioTraits.Residual }],
    };

    private static ScenarioSet Unshocked => new([], [Move(OneQ40) with { Shocks = [] }]);

    [Fact]
    public void Check_EveryKindOfRow_IsAcceptedAndPricedWithoutAssumption()
    {
        Check(Accepted);

        Assert.Equal(Assumptions.None, Accepted.Margin().Assumed);
    }

    [Theory]
    [MemberData(nameof(Descriptions))]
    public void Check_OneFault_IsRefusedByNameAndPlace(string description)
    {
        (Func<MarginCase> refused, ErrorCode code, string path) = Refusals[description];

        MarginException refusal = Assert.Throws<MarginException>(() => Check(refused()));

        Assert.Equal((code, path), (refusal.Code, refusal.Path));
        Assert.NotEmpty(refusal.Value);
        Assert.NotEmpty(refusal.Accepted);
    }

    [Fact]
    public void Check_RandomBooksWithATail_AreAcceptedUnlessAnExpiryPassedAndPricedWithoutAssumption()
    {
        MeasuredCaseGenerator cases = new(Seeded.Printed(output));

        Assert.All(Enumerable.Range(0, 2_000).Select(_ => cases.Next()), static inputs =>
        {
            ErrorCode code = CodeOf(inputs);
            Assert.True(code is ErrorCode.None or ErrorCode.ExpiryPassed, code.ToString());
            Assert.True(code == ErrorCode.ExpiryPassed || inputs.Margin().Assumed == Assumptions.None);
        });
    }

    // Ten scenarios lie in the tail from 400 at 97.5 % on; unequal weights are a choice that nobody is warned of.
    [Theory]
    [InlineData(400, 1, ListingWarnings.None)]
    [InlineData(399, 1, ListingWarnings.TailThin)]
    [InlineData(399, 2, ListingWarnings.None)]
    public void WarningsOf_Tail_CountsItsScenarios(int scenarios, uint firstWeight, ListingWarnings expected)
    {
        Scenario tail = Move(OneQ40) with { Traits = ScenarioTraits.Tail };
        ScenarioSet set = Scenarios with
        {
            Scenarios = [tail with { Weight = firstWeight }, .. Enumerable.Repeat(tail, scenarios - 1)],
        };

        Assert.Equal(expected, WarningsOf(Measuring(MeasureKind.ExpectedShortfall), set));
    }

    [Fact]
    public void WarningsOf_ScanBesideATail_SaysThatItIsNotRead()
    {
        Assert.Equal(ListingWarnings.TailUnread, WarningsOf(Model, Filtered));
        Assert.Equal(ListingWarnings.None, WarningsOf(Model, Scenarios));
    }

    [Fact]
    public void CheckEnforceable_EachReportingMember_IsNamed()
    {
        ModelParameters money = Model with { Measure = new MeasureParameters(MeasureKind.ExpectedShortfall, 975_000) };
        (string Member, ModelParameters Model)[] reporting =
        [
            ("/acrossUnderlyings", money with { Across = new AcrossParameters(AcrossRule.SumOfWorsts, default) }),
            ("/limits", money with { Limits = LimitParameters.None with { OptionValue = default } }),
            ("/dynamic", money with { Dynamic = Following("BTC") }),
            ("/credit", money with { Credit = new CreditParameters(default, [new CreditLine(default, default)]) }),
            ("/counterparties", money with
            {
                Counterparties = new CounterpartyParameters(1, [new CounterpartyRule([Usdc], default)]),
            }),
        ];

        Listing.CheckEnforceable(money, string.Empty);
        Assert.True(money.IsEnforceable);
        Assert.All(reporting, static one =>
        {
            Assert.False(one.Model.IsEnforceable);
            MarginException refusal =
                Assert.Throws<MarginException>(() => Listing.CheckEnforceable(one.Model, "model.json"));
            Assert.Equal(
                (ErrorCode.ProfileNotEnforceable, "model.json", one.Member),
                (refusal.Code, refusal.File, refusal.Path));
        });
    }

    [Fact]
    public void Check_RandomBooks_AreAcceptedUnlessAnExpiryPassed()
    {
        CaseGenerator cases = new(Seeded.Printed(output));

        Assert.All(Enumerable.Range(0, 2_000).Select(_ => cases.Next()), static inputs =>
            Assert.True(CodeOf(inputs) is ErrorCode.None or ErrorCode.ExpiryPassed, CodeOf(inputs).ToString()));
    }

    /// <summary>Whatever it lets through is priced, and whatever it does not is refused by name.</summary>
    [Fact]
    public void Check_AbsurdInputs_LetsThroughOnlyWhatIsPriced()
    {
        Seeded random = Seeded.Printed(output);
        CaseGenerator cases = new(random);
        Absurdity absurdity = new(random);
        int accepted = 0;

        for (int book = 0; book < 20_000; book++)
        {
            MarginCase inputs = absurdity.Of(cases.Next());
            if (CodeOf(inputs) == ErrorCode.None)
            {
                accepted++;
                Assert.Equal(Assumptions.None, inputs.Margin().Assumed);
            }
        }

        output.WriteLine($"{accepted} accepted");
        Assert.True(accepted > 500);
    }

    private static PerpetualMarket Cheap(PerpetualMarket perpetual) => perpetual with { Price = UnderACent };

    private static void Check(MarginCase inputs) =>
        Listing.Check(
            inputs.Market, new MarginModel(inputs.Model, inputs.Scenarios), inputs.Book, inputs.Orders.AsSpan());

    private static ListingWarnings WarningsOf(ModelParameters model, ScenarioSet scenarios) =>
        Listing.WarningsOf(new MarginModel(model, scenarios));

    private static ModelParameters Measuring(MeasureKind kind) =>
        Model with { Measure = new MeasureParameters(kind, 975_000, HorizonSeconds: 86_400) };

    private static DynamicParameters Following(string underlying)
    {
        Volatility half = new(Ratio.One / 2);
        return new DynamicParameters(
            default, default, [new DynamicRule(Name.Underlying(underlying), half, half, half, half)]);
    }

    private static MarginCase Ordering(Position row) => Case with
    {
        Orders = [new OpenOrder(row.Instrument, row.Quantity, row.EntryPrice)],
    };

    private static ErrorCode CodeOf(MarginCase inputs)
    {
        try
        {
            Check(inputs);
            return ErrorCode.None;
        }
        catch (MarginException refusal)
        {
            return refusal.Code;
        }
    }

    private static MarginCase Holding(params ReadOnlySpan<Position> positions) => Case.Holding(positions);

    private static MarginCase Raw(long quantity) => Holding(Call(75, 1) with { Quantity = new Quantity(quantity) });

    private static MarginCase Pledging(params (string Asset, long Raw)[] amounts) => Case with
    {
        Book = Book() with
        {
            Collateral = [.. amounts.Select(static row =>
                new CollateralBalance(Name.Asset(row.Asset), new Quantity(row.Raw)))],
        },
    };

    private static MarginCase InCoin(MarginCase inputs) =>
        inputs with { Model = inputs.Model with { Settlement = Name.Asset("BTC") } };

    private static Position In(Settlement settlement, AssetId? quote = null) => Of(
        InstrumentId.Create(Btc, quote ?? Usd, settlement, Expiry, Dollars(75), InstrumentKind.Call), 1);

    private static MarginCase WithStrike(long dollars) => Holding(Call(dollars, 1)).WithExpiry(expiry => expiry with
    {
        Surface = expiry.Surface with { Strikes = [At(dollars, Ratio.One)] },
    });
}
