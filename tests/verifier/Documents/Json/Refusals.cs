using System.Collections.Generic;
using System.Linq;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Documents.Support;

namespace Verifiable.Tests.Verifier.Documents.Json;

/// <summary>
/// One change each to a sample document, with the refusal that must follow. An empty value removes the member. Where
/// <c>shape</c> is true the JSON Schema must refuse it as well; otherwise the fault is beyond what a schema can say.
/// </summary>
internal static class Refusals
{
    private const string Btc = "/underlyings/1";
    private const string Expiry = "/underlyings/1/expiries/1";
    private const string Svi = "/underlyings/1/expiries/2/volatility/svi";

    /// <summary>The written cases, and those that every value of every sample gives.</summary>
    internal static IEnumerable<Refusal> All => Written.Concat(
        Files.Select(file => file.File).Distinct().SelectMany(file =>
            JsonEdit.Places(file).SelectMany(value => OfValue(file, value.Place, value.IsObject))));

    private static IEnumerable<Refusal> Written =>
        Files.SelectMany(file => file.Cases.Select(one => new Refusal(
            file.File, one.Place, one.Json, one.Code, one.RefusedAt ?? one.Place, one.Shape)));

    /// <summary>No value may be <c>true</c>, and no object may have a member more.</summary>
    private static IEnumerable<Refusal> OfValue(string file, string place, bool isObject)
    {
        ErrorCode code = place == "/schema" ? ErrorCode.SchemaUnknown : ErrorCode.TypeMismatch;
        string more = $"{place}/unexpected";
        if (isObject)
        {
            yield return new Refusal(file, more, "\"1\"", ErrorCode.MemberUnknown, more, Shape: true);
        }

        if (place.Length > 0)
        {
            yield return new Refusal(file, place, "true", code, place, Shape: true);
        }
    }

    private static (string File, IEnumerable<Case> Cases)[] Files =>
    [
        ("market.json", MarketShapes),
        ("market.json", MarketRanges),
        ("model.json", Model),
        ("model.extended.json", ExtendedModel),
        ("scenarios.json", Scenarios),
        ("book.json", Book),
        ("result.json", Result),
        ("result.extended.json", []),
        ("stresses.json", Stresses),
        ("error.json", Error),
        ("history.json", History),
        ("covariance.json", Covariance),
    ];

    private static IEnumerable<Case> MarketShapes =>
    [
        new("/schema", "\"verifiable/book/1\"", ErrorCode.DocumentKindMismatch, Shape: true),
        new("/schema", "\"verifiable/nothing/1\"", ErrorCode.SchemaUnknown, Shape: true),
        new("/schema", "\"other/book/1\"", ErrorCode.SchemaUnknown, Shape: true),
        new("/schema", "\"verifiable/market/2\"", ErrorCode.SchemaUnknown, Shape: true),
        new("/schema", "1", ErrorCode.SchemaUnknown, Shape: true),
        new("/schema", "", ErrorCode.MemberMissing, Shape: true),
        new("/quote", "", ErrorCode.MemberMissing, Shape: true),
        new("/quote", "null", ErrorCode.TypeMismatch, Shape: true),
        new("/quote", "\"usd\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/quote", "\"DOLLARS\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/quote", "\"\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/quote", "\"US\\u0000D\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/quotes", "\"USD\"", ErrorCode.MemberUnknown, Shape: true),
        new("/a~b", "1", ErrorCode.MemberUnknown, RefusedAt: "/a~0b", Shape: true),
        new("/assets", "{}", ErrorCode.TypeMismatch, Shape: true),
        new("/assets/0", "[]", ErrorCode.TypeMismatch, Shape: true),
        new("/assets/1/time", "", ErrorCode.MemberMissing, Shape: true),
        new($"{Btc}/underlying", "\"BITCOINCASH\"", ErrorCode.IdentifierMalformed, Shape: true),
        new($"{Btc}/underlying", "\"BTC \"", ErrorCode.IdentifierMalformed, Shape: true),
        new($"{Btc}/spot", "47795.22", ErrorCode.TypeMismatch, Shape: true),
        new($"{Btc}/spot", "\"4.779522e4\"", ErrorCode.DecimalMalformed, Shape: true),
        new($"{Btc}/spot", "\"+47795\"", ErrorCode.DecimalMalformed, Shape: true),
        new($"{Btc}/spot", "\"047795\"", ErrorCode.DecimalMalformed, Shape: true),
        new($"{Btc}/spot", "\".5\"", ErrorCode.DecimalMalformed, Shape: true),
        new($"{Btc}/spot", "\"5.\"", ErrorCode.DecimalMalformed, Shape: true),
        new($"{Btc}/spot", "\"47,795\"", ErrorCode.DecimalMalformed, Shape: true),
        new($"{Btc}/spot", "\" 47795\"", ErrorCode.DecimalMalformed, Shape: true),
        new($"{Btc}/spot", "\"NaN\"", ErrorCode.DecimalMalformed, Shape: true),
        new($"{Btc}/spot", "\"\"", ErrorCode.DecimalMalformed, Shape: true),
        new($"{Btc}/spot", "\"\\u0664\"", ErrorCode.DecimalMalformed, Shape: true),
        new($"{Btc}/spot", "\"1.123456789\"", ErrorCode.PrecisionLost, Shape: true),
        new($"{Btc}/spot", "\"1.100000000\"", ErrorCode.PrecisionLost, Shape: true),
        new($"{Btc}/spot", "\"123456789012345678901\"", ErrorCode.PriceOutOfRange, Shape: true),
        new($"{Btc}/time", "\"2021-02-11T18:37:05\"", ErrorCode.InstantMalformed, Shape: true),
        new($"{Btc}/time", "\"2021-02-11T18:37:05.000Z\"", ErrorCode.InstantMalformed, Shape: true),
        new($"{Btc}/time", "\"2021-02-11 18:37:05Z\"", ErrorCode.InstantMalformed, Shape: true),
        new($"{Btc}/time", "\"2021-02-11T24:00:00Z\"", ErrorCode.InstantMalformed, Shape: true),
        new($"{Btc}/time", "\"2021-02-11T18:37:60Z\"", ErrorCode.InstantMalformed, Shape: true),
        new($"{Btc}/time", "\"1969-12-31T23:59:59Z\"", ErrorCode.InstantMalformed, Shape: true),
        new($"{Btc}/time", "1613068625", ErrorCode.TypeMismatch, Shape: true),
        new($"{Btc}/perpetual", "null", ErrorCode.TypeMismatch, Shape: true),
        new($"{Btc}/perpetual/mark", "\"1\"", ErrorCode.MemberUnknown, Shape: true),
        new($"{Expiry}/rate", "", ErrorCode.MemberMissing, Shape: true),
        new($"{Expiry}/volatility", "{}", ErrorCode.MemberMissing, $"{Expiry}/volatility/strikes", Shape: true),
        new($"{Expiry}/volatility/svi", SviJson, ErrorCode.DocumentInconsistent, Shape: true),
        new($"{Expiry}/volatility/strikes/1/iv", "\"1\"", ErrorCode.MemberUnknown, Shape: true),
        new($"{Svi}/rho", "", ErrorCode.MemberMissing, Shape: true),
        new($"{Svi}/tau", "\"1y\"", ErrorCode.ParameterOutOfRange, Shape: true),
    ];

    private static IEnumerable<Case> MarketRanges =>
    [
        new("/asOf", "\"2021-02-11T18:37:05Z\"", ErrorCode.DocumentInconsistent),
        new("/underlyings", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/assets/2", AssetJson, ErrorCode.RowDuplicate),
        new("/assets/0/price", "\"0\"", ErrorCode.PriceOutOfRange),
        new("/assets/0/price", "\"1000000.1\"", ErrorCode.PriceOutOfRange),
        new("/assets/0/confidence", "\"1.000000000001\"", ErrorCode.NumberOutOfRange, Shape: true),
        new("/assets/0/confidence", "\"-0.1\"", ErrorCode.NumberOutOfRange, Shape: true),
        new("/assets/0/confidence", "\"-0\"", ErrorCode.DecimalMalformed, Shape: true),
        new("/underlyings/2/underlying", "\"BTC\"", ErrorCode.RowDuplicate, RefusedAt: "/underlyings/2"),
        new($"{Btc}/spot", "\"0.00999999\"", ErrorCode.PriceOutOfRange),
        new($"{Btc}/spot", "\"46116860184.27387904\"", ErrorCode.PriceOutOfRange),
        new($"{Btc}/time", "\"2106-02-07T06:28:16Z\"", ErrorCode.InstantMalformed),
        new($"{Btc}/time", "\"2021-02-30T00:00:00Z\"", ErrorCode.InstantMalformed),
        new($"{Btc}/todayVolatility", "\"0\"", ErrorCode.VolatilityTooLarge),
        new($"{Btc}/perpetual/price", "\"0.001\"", ErrorCode.PriceOutOfRange),
        new($"{Btc}/perpetual/fundingIndex", "\"-1000000.1\"", ErrorCode.NumberOutOfRange),
        new($"{Btc}/expiries/2/expiry", "\"2021-02-13T08:00:00Z\"", ErrorCode.RowDuplicate, $"{Btc}/expiries/2"),
        new($"{Btc}/expiries/0/settlement", "", ErrorCode.ExpiryPassed, "/underlyings"),
        new($"{Btc}/expiries/0/settlement", "\"0\"", ErrorCode.NumberOutOfRange),
        new($"{Expiry}/forward", "\"0.009\"", ErrorCode.PriceOutOfRange),
        new($"{Expiry}/forward", "\"36\"", ErrorCode.MoneynessOutOfRange, $"{Expiry}/volatility/strikes"),
        new($"{Expiry}/forward", "\"45000000000\"", ErrorCode.MoneynessOutOfRange, $"{Expiry}/volatility/strikes"),
        new($"{Expiry}/settledPart", "\"45671.65\"", ErrorCode.DocumentInconsistent),
        new($"{Expiry}/settledPart", "\"-1\"", ErrorCode.NumberOutOfRange, Shape: true),
        new($"{Expiry}/volatility/strikes/0/strike", "\"0\"", ErrorCode.NumberOutOfRange),
        new($"{Expiry}/volatility/strikes/0/volatility", "\"64.000000000001\"", ErrorCode.VolatilityTooLarge),
        new(
            $"{Expiry}/volatility/strikes/2/strike",
            "\"37500\"",
            ErrorCode.RowDuplicate,
            $"{Expiry}/volatility/strikes/2"),
        new($"{Svi}/a", "\"-0.0342\"", ErrorCode.NumberOutOfRange),
        new($"{Svi}/b", "\"-0.1\"", ErrorCode.NumberOutOfRange, Shape: true),
        new($"{Svi}/rho", "\"1.1\"", ErrorCode.NumberOutOfRange),
        new($"{Svi}/m", "\"33\"", ErrorCode.NumberOutOfRange),
        new($"{Svi}/tau", "\"0s\"", ErrorCode.NumberOutOfRange),
    ];

    private static IEnumerable<Case> Model =>
    [
        new("/name", "\"\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/name", "\"p\\u001b[31m\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/scenarios", "\"0xAB\"", ErrorCode.HexMalformed, Shape: true),
        new("/horizon", "\"-1d\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/horizon", "\"1.5d\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/horizon", "\"36501d\"", ErrorCode.ParameterOutOfRange),
        new("/horizon", "86400", ErrorCode.TypeMismatch, Shape: true),
        new("/measure/kind", "\"var\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/measure/kind", "\"scan\"", ErrorCode.MemberUnknown, "/measure/confidence", Shape: true),
        new("/measure/confidence", "", ErrorCode.MemberMissing, Shape: true),
        new("/measure/confidence", "\"0.9750001\"", ErrorCode.ConfidenceNotRepresentable),
        new("/measure/confidence", "\"1\"", ErrorCode.ParameterOutOfRange),
        new("/measure/confidence", "\"0\"", ErrorCode.ParameterOutOfRange),
        new("/multiplier/initial", "\"0.999\"", ErrorCode.ParameterOutOfRange),
        new("/multiplier/maintenance", "\"0\"", ErrorCode.ParameterOutOfRange),
        new("/multiplier/maintenance", "\"-1\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/volatilityShock/up", "\"101\"", ErrorCode.ParameterOutOfRange),
        new("/volatilityShock/shortPower", "\"11\"", ErrorCode.ParameterOutOfRange),
        new("/volatilityShock/minimumUp", "\"65\"", ErrorCode.VolatilityTooLarge),
        new("/volatilityShock/floor", "", ErrorCode.MemberMissing, Shape: true),
        new("/skew/minimumWidth", "\"0\"", ErrorCode.ParameterOutOfRange),
        new("/skew/widthScale", "\"100.1\"", ErrorCode.ParameterOutOfRange),
        new("/skew/cap", "\"1\"", ErrorCode.MemberUnknown, Shape: true),
        new("/discount/long/static", "\"-1\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/discount/short", "", ErrorCode.MemberMissing, Shape: true),
        new("/contingencies/basis/down", "\"0.05\"", ErrorCode.ParameterOutOfRange),
        new("/contingencies/basis/down", "\"-1.1\"", ErrorCode.ParameterOutOfRange),
        new("/contingencies/basis/up", "\"63.1\"", ErrorCode.ParameterOutOfRange),
        new("/contingencies/confidence/threshold", "\"1.1\"", ErrorCode.ParameterOutOfRange),
        new("/contingencies/peg/factor", "4", ErrorCode.TypeMismatch, Shape: true),
        new("/contingencies/concentration", "{}", ErrorCode.TypeMismatch, Shape: true),
        new("/contingencies/concentration", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/offsetCredit", "\"0.5\"", ErrorCode.MemberUnknown, Shape: true),
        new("/acrossUnderlyings", "\"sumOfWorstsWithCredit\"", ErrorCode.MemberMissing, "/offsetCredit", Shape: true),
        new("/limits", "{}", ErrorCode.MemberMissing, "/limits/optionValue", Shape: true),
        new("/correlation", "[]", ErrorCode.MemberUnknown, Shape: true),
        new("/haircuts/0/initial", "\"0.91\"", ErrorCode.ParameterOutOfRange),
        new("/haircuts/0/maintenance", "\"1.1\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/haircuts/1/asset", "\"BTC\"", ErrorCode.RowDuplicate, "/haircuts/1"),
        new("/haircuts/0/riskCancels", "\"\"", ErrorCode.IdentifierMalformed, Shape: true),
    ];

    private static IEnumerable<Case> ExtendedModel =>
    [
        new("/measure/kind", "\"scan\"", ErrorCode.MemberUnknown, "/measure/confidence", Shape: true),
        new("/measure/minimum", "\"best\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/measure/horizon", "\"0s\"", ErrorCode.ParameterOutOfRange),
        new("/settlement", "\"USD\"", ErrorCode.PrecisionLost, "/limits/unrealisedProfit"),
        new("/acrossUnderlyings", "", ErrorCode.MemberUnknown, "/offsetCredit", Shape: true),
        new("/acrossUnderlyings", "\"sumOfWorsts\"", ErrorCode.MemberUnknown, "/offsetCredit", Shape: true),
        new("/acrossUnderlyings", "\"correlation\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/offsetCredit", "\"1.1\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/contingencies/concentration/0/upper", "\"250\"", ErrorCode.ParameterOutOfRange),
        new("/contingencies/concentration/0/lower", "\"-1\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/contingencies/concentration/0/initial", "\"1.1\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/contingencies/concentration/1/underlying", "\"BTC\"", ErrorCode.RowDuplicate,
            "/contingencies/concentration/1"),
        new("/limits/optionValue", "\"-1\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/limits/optionValue", "\"4611686018.427387903\"", ErrorCode.ParameterOutOfRange),
        new("/dynamic/buffer", "\"10.1\"", ErrorCode.ParameterOutOfRange),
        new("/dynamic/stressedShare", "\"1.1\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/dynamic/underlyings", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/dynamic/underlyings/0/reference", "\"0\"", ErrorCode.VolatilityTooLarge),
        new("/dynamic/underlyings/0/release", "\"65\"", ErrorCode.VolatilityTooLarge),
        new("/dynamic/underlyings/1/underlying", "\"BTC\"", ErrorCode.RowDuplicate, "/dynamic/underlyings/1"),
        new("/credit/floor", "\"1.1\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/credit/lines", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/credit/lines/0/amount", "\"-1\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/credit/lines/0/account", $"\"0x{new string('f', 64)}\"", ErrorCode.RowDuplicate, "/credit/lines/1"),
        new("/counterparties/largest", "0", ErrorCode.NumberOutOfRange, Shape: true),
        new("/counterparties/largest", "65", ErrorCode.NumberOutOfRange, Shape: true),
        new("/counterparties/exposures", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/counterparties/exposures/1/assets", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/counterparties/exposures/1/assets/0", "\"ETH\"", ErrorCode.RowDuplicate),
        new("/counterparties/exposures/0/lossGivenDefault", "\"1.1\"", ErrorCode.ParameterOutOfRange, Shape: true),
    ];

    private static IEnumerable<Case> Scenarios =>
    [
        new("/factors", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/factors/1", "\"BTC\"", ErrorCode.RowDuplicate, Shape: true),
        new("/factors/2", "\"SOL\"", ErrorCode.RowCountOutOfRange, "/scenarios/3/shocks"),
        new("/scenarios", "[]", ErrorCode.ScenarioCountOutOfRange, Shape: true),
        new("/scenarios/1/label", "\"grid:+0.150:up\"", ErrorCode.RowDuplicate),
        new("/scenarios/1/kind", "\"Grid\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/scenarios/1/weight", "0", ErrorCode.NumberOutOfRange, Shape: true),
        new("/scenarios/1/weight", "4294967296", ErrorCode.NumberOutOfRange, Shape: true),
        new("/scenarios/1/weight", "-1", ErrorCode.NumberOutOfRange, Shape: true),
        new("/scenarios/1/weight", "\"1\"", ErrorCode.TypeMismatch, Shape: true),
        new("/scenarios/1/dampening", "\"1.1\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/scenarios/0/shock", "", ErrorCode.MemberMissing, "/scenarios/0/shocks", Shape: true),
        new("/scenarios/0/shocks", "[]", ErrorCode.DocumentInconsistent, Shape: true),
        new("/scenarios/3/shocks", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/scenarios/0/shock/spot", "\"-1.01\"", ErrorCode.NumberOutOfRange),
        new("/scenarios/0/shock/spot", "\"63.000000000001\"", ErrorCode.ScenarioFactorTooLarge),
        new("/scenarios/0/shock/volatility", "\"own\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/scenarios/0/shock/volatility", "{\"factor\":\"64.1\"}", ErrorCode.ScenarioFactorTooLarge,
            "/scenarios/0/shock/volatility/factor"),
        new("/scenarios/0/shock/volatility", "{\"factor\":\"-1\"}", ErrorCode.NumberOutOfRange,
            "/scenarios/0/shock/volatility/factor", Shape: true),
        new("/scenarios/0/shock/rate", "\"0.0000000000001\"", ErrorCode.PrecisionLost, Shape: true),
        new("/scenarios/2/shock/spot", "\"0.000000000001\"", ErrorCode.SkewScenarioMovesSpot),
        new("/scenarios/3/shocks/1/volatility", "\"up\"", ErrorCode.DocumentInconsistent),
        new("/scenarios/0/shock/spot", "", ErrorCode.MemberMissing, Shape: true),
        new("/scenarios/0/shock/residual", "\"1\"", ErrorCode.DocumentInconsistent, "/scenarios/0/shock/spot",
            Shape: true),
        new("/scenarios/0/kind", "\"filtered\"", ErrorCode.DocumentInconsistent, "/scenarios/0/shock/spot"),
        new("/scenarios/5/kind", "\"historical\"", ErrorCode.DocumentInconsistent, "/scenarios/5/shocks/0/residual"),
        new("/scenarios/5/shocks/0/residual", "\"64.000000000001\"", ErrorCode.NumberOutOfRange),
        new("/scenarios/5/shocks/0/residual", "\"-64.1\"", ErrorCode.NumberOutOfRange),
        new("/scenarios/5/shocks", $"[{Rotated("0.1")},{Rotated("0")}]",
            ErrorCode.SkewScenarioMovesSpot, "/scenarios/5/shocks/0/spot"),
        new("/source/history", "\"0x00\"", ErrorCode.HexMalformed, Shape: true),
    ];

    private static IEnumerable<Case> History =>
    [
        new("/quote", "\"DOLLARS\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/interval", "\"0s\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/interval", "\"1w\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/source/hash", "\"0x00\"", ErrorCode.HexMalformed, Shape: true),
        new("/source/file", "\"\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/accepted/1", "\"gap:ETH\"", ErrorCode.RowDuplicate, Shape: true),
        new("/assets", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/assets/1", "\"AAVE\"", ErrorCode.RowDuplicate, Shape: true),
        new("/assets/1", "\"Btc\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/assets/5", "\"ZEC\"", ErrorCode.RowCountOutOfRange, "/bars/0/closes"),
        new("/breaks/0/asset", "\"DOGE\"", ErrorCode.DocumentInconsistent, "/breaks"),
        new("/breaks/0/time", "\"2021-01-04T00:00:00Z\"", ErrorCode.DocumentInconsistent, "/breaks"),
        new("/breaks/0/time", "", ErrorCode.MemberMissing, Shape: true),
        new("/bars", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/bars/1/time", "\"2021-01-01T00:00:00Z\"", ErrorCode.UnsortedRows),
        new("/bars/1/time", "\"2021-01-02\"", ErrorCode.InstantMalformed, Shape: true),
        new("/bars/1/closes", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/bars/1/closes/0", "\"0\"", ErrorCode.PriceOutOfRange, Shape: true),
        new("/bars/1/closes/0", "\"-1\"", ErrorCode.PriceOutOfRange, Shape: true),
        new("/bars/1/closes/0", "\"1.123456789\"", ErrorCode.PrecisionLost, Shape: true),
        new("/bars/1/closes/0", "\"46116860184.27387904\"", ErrorCode.PriceOutOfRange),
        new("/bars/1/closes/0", "1.5", ErrorCode.TypeMismatch, Shape: true),
        new("/bars/1/closes/0", "\"1e5\"", ErrorCode.DecimalMalformed, Shape: true),
    ];

    private static IEnumerable<Case> Covariance =>
    [
        new("/covarianceHash", $"\"0x{new string('0', 64)}\"", ErrorCode.DocumentInconsistent),
        new("/historyHash", $"\"0x{new string('0', 64)}\"", ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/from", "\"2022-08-20T00:00:00Z\"", ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/to", "\"2023-12-31\"", ErrorCode.InstantMalformed, Shape: true),
        new("/bar", "\"0s\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/observations", "0", ErrorCode.NumberOutOfRange, Shape: true),
        new("/observations", "499", ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/estimator/method", "\"garch\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/estimator/method", "\"ewma\"", ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/estimator/method", string.Empty, ErrorCode.MemberMissing, Shape: true),
        new("/estimator/volatilityFloor", "\"none\"", ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/estimator/lambda", "\"0\"", ErrorCode.NumberOutOfRange),
        new("/estimator/lambda", "\"1\"", ErrorCode.NumberOutOfRange),
        new("/estimator/lambda", string.Empty, ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/estimator/seedBars", "61", ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/estimator/shock", "\"-0.1\"", ErrorCode.NumberOutOfRange, Shape: true),
        new("/estimator/memory", "\"0.976812\"", ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/estimator/intensity", "\"0\"", ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/opinions", "[]", ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/opinions/0/second", "\"BNB\"", ErrorCode.UnsortedRows, "/opinions/0"),
        new("/opinions/0/correlation", "\"1.1\"", ErrorCode.NumberOutOfRange, Shape: true),
        new("/opinions/1/first", "\"BNB\"", ErrorCode.RowDuplicate, "/opinions/1"),
        new("/repair/method", "\"hope\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/repair/smallestAfter", "\"0\"", ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/underlyings", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/underlyings/1/underlying", "\"BNB\"", ErrorCode.UnsortedRows),
        new("/underlyings/1/underlying", "\"btc\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/underlyings/1/volatility", "\"0.415990\"", ErrorCode.DocumentInconsistent, "/covarianceHash"),
        new("/underlyings/1/volatility", "\"0\"", ErrorCode.VolatilityTooLarge, Shape: true),
        new("/underlyings/1/volatility", "\"64.1\"", ErrorCode.VolatilityTooLarge),
        new("/underlyings/1/correlations", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/underlyings/1/correlations/3", "\"0\"", ErrorCode.RowCountOutOfRange, "/underlyings/1/correlations"),
        new("/underlyings/1/correlations/1", "\"0.9\"", ErrorCode.DocumentInconsistent),
        new("/underlyings/1/correlations/0", "\"0.26\"", ErrorCode.DocumentInconsistent),
        new("/underlyings/1/correlations/0", "\"-1.000000000001\"", ErrorCode.NumberOutOfRange, Shape: true),
        new("/underlyings/1/correlations/0", "\"NaN\"", ErrorCode.DecimalMalformed, Shape: true),
    ];

    private static IEnumerable<Case> Book =>
    [
        new("/account", "\"0x00\"", ErrorCode.HexMalformed, Shape: true),
        new("/account", $"\"0X{new string('0', 64)}\"", ErrorCode.HexMalformed, Shape: true),
        new("/account", $"\"0x{new string('A', 64)}\"", ErrorCode.HexMalformed, Shape: true),
        new("/account", $"\"0x{new string('g', 64)}\"", ErrorCode.HexMalformed, Shape: true),
        new("/sequence", "-1", ErrorCode.NumberOutOfRange, Shape: true),
        new("/sequence", "1.5", ErrorCode.NumberOutOfRange, Shape: true),
        new("/sequence", "9007199254740992", ErrorCode.NumberOutOfRange, Shape: true),
        new("/sequence", "\"17\"", ErrorCode.TypeMismatch, Shape: true),
        new("/cash", "\"0.0000001\"", ErrorCode.PrecisionLost),
        new("/cash", "\"4611686018427.387904\"", ErrorCode.NumberOutOfRange),
        new("/collateral/0/amount", "\"-1\"", ErrorCode.CollateralNegative, Shape: true),
        new("/collateral/0/amount", "\"0\"", ErrorCode.QuantityZero, Shape: true),
        new("/collateral/1/asset", "\"ETH\"", ErrorCode.RowDuplicate, "/collateral/1"),
        new("/positions/0/quantity", "\"0\"", ErrorCode.QuantityZero, Shape: true),
        new("/positions/0/quantity", "\"0.00\"", ErrorCode.QuantityZero, Shape: true),
        new("/positions/0/quantity", "\"46116860184.27387904\"", ErrorCode.QuantityTooLarge),
        new("/positions/0/entryPrice", "\"46000\"", ErrorCode.EntryPriceMismatch, Shape: true),
        new("/positions/0/fundingIndex", "\"0\"", ErrorCode.MemberUnknown, Shape: true),
        new("/positions/1/entryPrice", "", ErrorCode.MemberMissing, Shape: true),
        new("/positions/1/entryPrice", "\"0\"", ErrorCode.PriceOutOfRange),
        new("/positions/1/fundingIndex", "", ErrorCode.MemberMissing, Shape: true),
        new("/positions/5/entryPrice", "", ErrorCode.MemberMissing, Shape: true),
        new("/positions/5/fundingIndex", "\"0\"", ErrorCode.MemberUnknown, Shape: true),
        new("/positions/2/instrument", "\"BTC/USD:BTC-210213-37500-C\"", ErrorCode.SettlementMixed),
        new("/positions/2/instrument", "\"BTC/USDC:USDC-210213-37500-C\"", ErrorCode.SettlementMixed),
        new("/positions/2/instrument", "\"BTC/USD:USD-210213-37500-P\"", ErrorCode.RowDuplicate, "/positions/3"),
        new("/positions/2/instrument", "\"BTC-13FEB21-37500-C\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/positions/2/instrument", "\"BTC/USD:USD-210213-37500.0-C\"", ErrorCode.IdentifierMalformed),
        new("/openOrders/0/quantity", "\"0\"", ErrorCode.QuantityZero, Shape: true),
        new("/openOrders/0/limitPrice", "", ErrorCode.MemberMissing, Shape: true),
        new("/openOrders/0/instrument", "\"BTC/USD:ETH\"", ErrorCode.IdentifierMalformed),
    ];

    private static IEnumerable<Case> Result =>
    [
        new("/modelId", $"\"0x{new string('0', 64)}\"", ErrorCode.DocumentInconsistent),
        new("/settlement", "", ErrorCode.MemberMissing, Shape: true),
        new("/equity", "\"1\"", ErrorCode.DocumentInconsistent, "/excess"),
        new("/equity", "\"98765.4321011\"", ErrorCode.PrecisionLost),
        new("/excess", "\"0\"", ErrorCode.DocumentInconsistent),
        new("/health", "\"1.64609053\"", ErrorCode.DocumentInconsistent, Shape: true),
        new("/health", "null", ErrorCode.DocumentInconsistent),
        new("/health", "1.6", ErrorCode.TypeMismatch, Shape: true),
        new("/maintenanceMargin", "\"0\"", ErrorCode.DocumentInconsistent, "/health"),
        new("/worst/scenario", "6", ErrorCode.DocumentInconsistent),
        new("/worst/scenario", "65536", ErrorCode.NumberOutOfRange, Shape: true),
        new("/assumed/0", "\"luck\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/assumed/1", "\"moneynessBound\"", ErrorCode.RowDuplicate, Shape: true),
        new("/components/0/name", "\"basis\"", ErrorCode.UnsortedRows, "/components/1/name"),
        new("/components/0/name", "\"Scan\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/totals/5", "0", ErrorCode.TypeMismatch, Shape: true),
        new("/explanation/0/instrument", "\"\"", ErrorCode.IdentifierMalformed, Shape: true),
    ];

    private static IEnumerable<Case> Stresses =>
    [
        new("/schema", "\"verifiable/stress/1\"", ErrorCode.DocumentKindMismatch, Shape: true),
        new("/stresses", "[]", ErrorCode.RowCountOutOfRange, Shape: true),
        new("/stresses/0/label", string.Empty, ErrorCode.MemberMissing, Shape: true),
        new("/stresses/1/label", "\"day:2020-03-12\"", ErrorCode.RowDuplicate),
        new("/stresses/0/source", "\"\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/stresses/0/assumption", "\"a\\u0007b\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/stresses/0/moves/1/underlying", "\"BTC\"", ErrorCode.RowDuplicate, "/stresses/0/moves/1"),
        new("/stresses/0/moves/0/spot", "\"-1.1\"", ErrorCode.NumberOutOfRange),
        new("/stresses/0/moves/0/spot", "\"63.1\"", ErrorCode.NumberOutOfRange),
        new("/stresses/0/others", "\"0.0000000000001\"", ErrorCode.PrecisionLost, Shape: true),
        new("/stresses/0/direction", "\"both\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/stresses/0/volatility", "\"64.1\"", ErrorCode.NumberOutOfRange),
        new("/stresses/0/assets/0/asset", "\"usdc\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/stresses/0/elapsed", "\"6 hours\"", ErrorCode.ParameterOutOfRange, Shape: true),
        new("/stresses/0/confidence", "\"1.1\"", ErrorCode.NumberOutOfRange, Shape: true),
        new("/stresses/0/depth", "\"-0.1\"", ErrorCode.NumberOutOfRange, Shape: true),
        new("/stresses/0/spread/price", "\"2\"", ErrorCode.NumberOutOfRange, Shape: true),
        new("/stresses/0/defaults/largest", "0", ErrorCode.NumberOutOfRange, Shape: true),
        new("/stresses/0/defaults/loss", string.Empty, ErrorCode.MemberMissing, Shape: true),
    ];

    private static IEnumerable<Case> Error =>
    [
        new("/error", "null", ErrorCode.TypeMismatch, Shape: true),
        new("/error/code", "\"SomethingElse\"", ErrorCode.IdentifierMalformed),
        new("/error/code", "\"400\"", ErrorCode.IdentifierMalformed, Shape: true),
        new("/error/code", "\"None\"", ErrorCode.IdentifierMalformed),
        new("/error/value", "37500", ErrorCode.TypeMismatch, Shape: true),
        new("/error/hint", "\"\"", ErrorCode.MemberUnknown, Shape: true),
    ];

    private static string Rotated(string residual) =>
        $$"""{ "residual": "{{residual}}", "volatility": "linearSkew" }""";

    private static string AssetJson =>
        """{ "asset": "ETH", "price": "1", "confidence": "1", "time": "2021-02-11T18:37:05Z" }""";

    private static string SviJson =>
        """{ "a": "0", "b": "0", "rho": "0", "m": "0", "sigma": "0", "forward": "1", "tau": "1d" }""";

    private sealed record Case(
        string Place, string Json, ErrorCode Code, string? RefusedAt = null, bool Shape = false);
}

/// <summary>A change to a sample and the refusal that must follow.</summary>
/// <param name="File">The sample.</param>
/// <param name="Place">The JSON pointer of the changed value.</param>
/// <param name="Json">The new value; empty to remove the member.</param>
/// <param name="Code">The refusal.</param>
/// <param name="RefusedAt">The place that the refusal names.</param>
/// <param name="Shape">Whether the JSON Schema refuses it too.</param>
internal sealed record Refusal(string File, string Place, string Json, ErrorCode Code, string RefusedAt, bool Shape)
{
    /// <summary>The sample with the change.</summary>
    internal byte[] Document => Json.Length == 0 ? JsonEdit.Remove(File, Place) : JsonEdit.Set(File, Place, Json);
}
