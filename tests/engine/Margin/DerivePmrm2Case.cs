using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Engine.Margin;

/// <summary>One published case of a working exchange's portfolio margin, read into the engine's inputs.</summary>
internal sealed class DerivePmrm2Case : IDisposable
{
    private const decimal SettlementWindowSeconds = 1_800;

    private static readonly UnderlyingId Coin = Underlying("COIN");
    private static readonly AssetId Quote = Asset("USD");
    private static readonly AssetId Usdc = Asset("USDC");

    private readonly JsonDocument _document;

    public DerivePmrm2Case(string file)
    {
        _document = JsonDocument.Parse(File.ReadAllBytes(file));
        Name = Path.GetFileNameWithoutExtension(file);
    }

    public string Name { get; }

    public JsonElement Result => _document.RootElement.GetProperty("Result");

    private JsonElement State => _document.RootElement.GetProperty("Scenario");

    private JsonElement Parameters => _document.RootElement.GetProperty("Parameters");

    /// <summary>Options, collaterals and two: what the published tolerance counts.</summary>
    public int Terms => State.GetProperty("Options").GetArrayLength() + State.GetProperty("Collaterals").GetArrayLength() + 2;

    /// <summary>
    /// Scenarios that rotate the smile and move the spot at once: by our rules no scenarios (SkewScenarioMovesSpot), so
    /// the case is computed without them.
    /// </summary>
    public int RefusedScenarios => Parameters.GetProperty("Scenarios").EnumerateArray().Count(IsRefused);

    public void Dispose() => _document.Dispose();

    public static decimal Number(JsonElement element) => decimal.Parse(
        element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText(),
        NumberStyles.Float,
        CultureInfo.InvariantCulture);

    /// <summary>The published profit or loss of every scenario, in the order of the parameters.</summary>
    public IEnumerable<decimal> PublishedTotals() =>
        new[] { "reg_losses", "tail_losses", "skew_losses" }
            .SelectMany(kind => Result.GetProperty(kind).EnumerateArray())
            .Select(loss => Number(loss.EnumerateArray().Last()));

    public ScenarioSet Scenarios() => new(
        [Coin],
        [.. Parameters.GetProperty("Scenarios").EnumerateArray().Where(row => !IsRefused(row)).Select(scenario => new Scenario(
            string.Empty,
            Q40(scenario.GetProperty("DampeningFactor")),
            1,
            Column(scenario.GetProperty("VolShockDirection").GetString()!),
            [new Shock(Q40(scenario.GetProperty("SpotShock")), 1L << 40, default)]))]);

    public MarketSnapshot Market()
    {
        Instant now = Now();
        bool perpetual = Number(State.GetProperty("PerpPrice")) > 0;
        UnderlyingMarket coin = new(
            Coin,
            Price8(State.GetProperty("SpotPrice")),
            Ratio12(State.GetProperty("SpotConfidence")),
            now,
            default,
            perpetual
                ? new PerpetualMarket(
                    Price8(State.GetProperty("PerpPrice")), default, Ratio12(State.GetProperty("PerpConfidence")), now)
                : null,
            [.. State.GetProperty("OptionFeeds").EnumerateArray()
                .Select(feed => Expiry(feed, now))
                .OrderBy(static expiry => expiry.Expiry)]);
        IEnumerable<AssetPrice> assets = State.GetProperty("Collaterals").EnumerateArray()
            .Select(row => new AssetPrice(
                Asset(row.GetProperty("Name").GetString()!),
                Ratio12(row.GetProperty("Price")),
                Ratio12(row.GetProperty("Confidence")),
                now))
            .Append(new AssetPrice(Usdc, Ratio12(State.GetProperty("StablePrice")), new Ratio(Ratio.One), now));
        return new MarketSnapshot(now, Quote, [.. assets.OrderBy(static price => price.Asset.Letters)], [coin]);
    }

    public Book Book()
    {
        Instant now = Now();
        Dictionary<InstrumentId, decimal> quantities = [];
        foreach (JsonElement option in State.GetProperty("Options").EnumerateArray())
        {
            InstrumentId instrument = InstrumentId.Create(
                Coin,
                Quote,
                Settlement.Linear,
                After(now, option.GetProperty("Expiry")),
                Price8(option.GetProperty("Strike")),
                Number(option.GetProperty("IsCall")) == 1 ? InstrumentKind.Call : InstrumentKind.Put);
            quantities[instrument] =
                quantities.GetValueOrDefault(instrument) + Number(option.GetProperty("Amount"));
        }

        IEnumerable<Position> positions = quantities
            .Where(static row => row.Value != 0)
            .Select(static row => new Position(row.Key, new Quantity(Raw(row.Value, 8)), default, default));
        decimal perpetuals = Number(State.GetProperty("NumPerps"));
        if (perpetuals != 0)
        {
            InstrumentId perpetual = InstrumentId.Create(
                Coin, Quote, Settlement.Linear, default, default, InstrumentKind.Perpetual);
            positions = positions.Append(new Position(
                perpetual, new Quantity(Raw(perpetuals, 8)), Price8(State.GetProperty("PerpPrice")), default));
        }

        // The case states profit and funding as amounts; here they are already in cash and the entry is at the mark.
        decimal cash = Number(State.GetProperty("Cash")) + Number(State.GetProperty("UnrealisedPerpPNL"))
            + Number(State.GetProperty("UnrealisedFunding"));
        return new Book(
            default,
            0,
            new Money(Raw(cash, 6)),
            [.. State.GetProperty("Collaterals").EnumerateArray()
                .Select(row => new CollateralBalance(
                    Asset(row.GetProperty("Name").GetString()!), new Quantity(Raw(Number(row.GetProperty("Amount")), 8))))
                .OrderBy(static balance => balance.Asset.Letters)],
            [.. positions.OrderBy(static row => row.Instrument)]);
    }

    public ModelParameters Model()
    {
        JsonElement volatility = Parameters.GetProperty("VolShock");
        JsonElement skew = Parameters.GetProperty("SkewShock");
        JsonElement margin = Parameters.GetProperty("Margin");
        JsonElement basis = Parameters.GetProperty("BasisContingency");
        JsonElement other = Parameters.GetProperty("OtherContingency");
        Ratio Of(JsonElement group, string name) => Ratio12(group.GetProperty(name));
        return new ModelParameters(
            "derive-pmrm2",
            "case",
            Usdc,
            Usdc,
            0,
            new VolatilityShockParameters(
                Of(volatility, "VOLRANGEUP"),
                Of(volatility, "VOLRANGEDOWN"),
                Of(volatility, "SHORTTERMPOWER"),
                Of(volatility, "LONGTERMPOWER"),
                (long)(Number(volatility.GetProperty("DTE_FLOOR")) * 86_400),
                new Volatility(Of(volatility, "MIN_VOL_EVAL_SHOCKED").Raw)),
            new SkewParameters(
                Of(skew, "LINEAR_SCALE_CAP"),
                Of(skew, "LINEAR_CBASE"),
                Of(skew, "ABS_SCALE_CAP"),
                Of(skew, "ABS_CBASE"),
                Of(skew, "MIN_K_STAR"),
                Of(skew, "MIN_WIDTH_SCALE"),
                Of(skew, "VOL_PARAM_STATIC"),
                Of(skew, "VOL_PARAM_SCALE")),
            new DiscountParameters(
                Of(margin, "BASE_STATIC_DISCOUNT"),
                Of(margin, "LONG_RATE_MULTSCALE"),
                Of(margin, "LONG_RATE_ADDSCALE"),
                Of(margin, "BASE_STATIC_DISCOUNT_NEG"),
                Of(margin, "SHORT_RATE_MULTSCALE"),
                Of(margin, "SHORT_RATE_ADDSCALE")),
            new BasisParameters(
                new Ratio(Of(basis, "SCENARIO_SPOT_UP").Raw - Ratio.One),
                new Ratio(Of(basis, "SCENARIO_SPOT_DOWN").Raw - Ratio.One),
                Of(basis, "BASIS_CONT_ADD_FACTOR"),
                Of(basis, "BASIS_CONT_MULT_FACTOR")),
            new StagedRatio(Of(margin, "IM_LOSS_FACTOR"), Of(margin, "MM_LOSS_FACTOR")),
            new StagedRatio(Of(other, "IM_PERP_PERCENT"), Of(other, "MM_PERP_PERCENT")),
            new StagedRatio(Of(other, "IM_OPTION_PERCENT"), Of(other, "MM_OPTION_PERCENT")),
            new ConfidenceParameters(Of(other, "CONF_THRESHOLD"), Of(other, "CONF_MARGIN")),
            new PegParameters(Of(other, "PEG_LOSS_THRESHOLD"), Of(other, "PEG_LOSS_FACTOR")),
            new MeasureParameters(MeasureKind.Scan, 0),
            [.. State.GetProperty("Collaterals").EnumerateArray()
                .Select(row => new CollateralRule(
                    Asset(row.GetProperty("Name").GetString()!),
                    new StagedRatio(Of(row, "IMHaircut"), Of(row, "MMHaircut")),
                    Of(other, "CONF_MARGIN"),
                    row.GetProperty("IsRiskCancelling").GetBoolean() ? Coin : default))
                .OrderBy(static rule => rule.Asset.Letters)]);
    }

    private ExpiryMarket Expiry(JsonElement feed, Instant now)
    {
        decimal confidence = new[] { "ForwardConfidence", "RateConfidence", "OptionVolConfidences" }
            .Min(name => Number(feed.GetProperty(name)));
        Instant expiry = After(now, feed.GetProperty("FeedExpiry"));
        IEnumerable<VolatilityPoint> points = State.GetProperty("Options").EnumerateArray()
            .Where(option => After(now, option.GetProperty("Expiry")) == expiry)
            .Select(static option => new VolatilityPoint(
                Price8(option.GetProperty("Strike")), new Volatility(Ratio12(option.GetProperty("MarkVol")).Raw)))
            .DistinctBy(static point => point.Strike)
            .OrderBy(static point => point.Strike.Raw);
        return new ExpiryMarket(
            expiry,
            Price8(feed.GetProperty("Forward")),
            new Price(Raw(SettledPart(feed), 8)),
            Ratio12(feed.GetProperty("Rate")),
            new Ratio(Raw(confidence, 12)),
            now,
            default,
            new VolatilitySurface([.. points], null));
    }

    /// <summary>
    /// The forward turns into its settlement average evenly over the last half hour, as the source does.
    /// </summary>
    private static decimal SettledPart(JsonElement feed)
    {
        decimal left = decimal.Min(Number(feed.GetProperty("FeedExpiry")), SettlementWindowSeconds);
        return Number(feed.GetProperty("Forward")) * (SettlementWindowSeconds - left) / SettlementWindowSeconds;
    }

    private static bool IsRefused(JsonElement scenario) =>
        Column(scenario.GetProperty("VolShockDirection").GetString()!) >= VolatilityColumn.LinearSkew
        && Number(scenario.GetProperty("SpotShock")) != 1;

    private Instant Now()
    {
        foreach (JsonElement option in State.GetProperty("Options").EnumerateArray())
        {
            return new Instant((long)(Number(option.GetProperty("ExiryTs")) - Number(option.GetProperty("Expiry"))));
        }

        return new Instant(1_739_934_748);
    }

    private static Instant After(Instant now, JsonElement seconds) => new(now.Seconds + (long)Number(seconds));

    private static VolatilityColumn Column(string direction) => direction switch
    {
        "Up" => VolatilityColumn.Up,
        "Down" => VolatilityColumn.Down,
        "None" => VolatilityColumn.None,
        "LINEAR" => VolatilityColumn.LinearSkew,
        "ABS" => VolatilityColumn.AbsoluteSkew,
        _ => throw new InvalidDataException($"A direction that the test does not know: {direction}"),
    };

    private static long Raw(decimal number, int places)
    {
        decimal scale = 1;
        for (int place = 0; place < places; place++)
        {
            scale *= 10;
        }

        return (long)decimal.Round(number * scale);
    }

    private static long Q40(JsonElement number) => (long)decimal.Round(Number(number) * (1L << 40));

    private static Price Price8(JsonElement number) => new(Raw(Number(number), 8));

    private static Ratio Ratio12(JsonElement number) => new(Raw(Number(number), 12));

    private static AssetId Asset(string name) =>
        AsciiName.TryPack(name, AssetId.MaxLetters, out ulong letters)
            ? new AssetId(letters)
            : throw new InvalidDataException($"An asset name the identifier cannot hold: {name}");

    private static UnderlyingId Underlying(string name) =>
        AsciiName.TryPack(name, UnderlyingId.MaxLetters, out ulong letters)
            ? new UnderlyingId(letters)
            : throw new InvalidDataException(name);
}
