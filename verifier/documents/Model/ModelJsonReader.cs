using Verifiable.Documents.Json;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>Reads the members of a model document.</summary>
internal static class ModelJsonReader
{
    private static readonly JsonShape DocumentShape = new(
        [
            "schema", "name", "version", "settlement", "stableAsset", "horizon", "measure", "multiplier",
            "volatilityShock", "skew", "discount", "contingencies", "haircuts",
        ],
        ["scenarios"]);
    private static readonly JsonShape ContingenciesShape = new(
        "basis", "perpetual", "shortOption", "confidence", "peg");

    // Every member is required, so each of these is replaced before the model is returned.
    private static readonly ModelParameters Blank = new(
        string.Empty,
        string.Empty,
        default,
        default,
        0,
        null!,
        null!,
        null!,
        null!,
        default,
        default,
        default,
        null!,
        null!,
        null!,
        []);

    /// <summary>
    /// Reads a model of the rule that its member <c>rule</c> names; without it, of the portfolio rule.
    /// </summary>
    internal static ModelDocument Read(ref JsonCursor cursor)
    {
        if (!cursor.TryFind("rule", out JsonCursor found))
        {
            return ReadPortfolio(ref cursor);
        }

        return RuleNames.Of(found.OneOf(RuleNames.Words)) switch
        {
            MarginRule.UndiscountedPortfolio => UndiscountedPortfolioJson.Read(ref cursor),
            MarginRule.Standard => StandardJson.Read(ref cursor),
            MarginRule.PriceBuckets => PriceBucketJson.Read(ref cursor),
            MarginRule.Span => SpanJson.Read(ref cursor),
            MarginRule.Isolated => PositionJson.Read(ref cursor, isPooled: false),
            _ => PositionJson.Read(ref cursor, isPooled: true),
        };
    }

    private static ModelDocument ReadPortfolio(ref JsonCursor cursor)
    {
        ModelParameters model = Blank;
        Bytes32? scenarioHash = null;
        JsonMembers members = cursor.BeginObject(DocumentShape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "schema":
                    break;
                case "scenarios":
                    scenarioHash = cursor.Word();
                    break;
                case "contingencies":
                    model = ReadContingencies(ref cursor, model);
                    break;
                default:
                    model = ReadMember(ref cursor, model);
                    break;
            }
        }

        return new ModelDocument(model, scenarioHash);
    }

    private static ModelParameters ReadMember(ref JsonCursor cursor, ModelParameters model) => cursor.Member switch
    {
        "name" => model with { Name = cursor.Label() },
        "version" => model with { Version = cursor.Label() },
        "settlement" => model with { Settlement = cursor.Asset() },
        "stableAsset" => model with { StableAsset = cursor.Asset() },
        "horizon" => model with { HorizonSeconds = cursor.Duration() },
        "measure" => model with { Measure = ParameterJsonReader.ReadMeasure(ref cursor) },
        "multiplier" => model with { Multiplier = ParameterJsonReader.ReadMultiplier(ref cursor) },
        "volatilityShock" => model with { VolatilityShock = ParameterJsonReader.ReadVolatilityShock(ref cursor) },
        "skew" => model with { Skew = ParameterJsonReader.ReadSkew(ref cursor) },
        "discount" => model with { Discount = ParameterJsonReader.ReadDiscount(ref cursor) },
        _ => model with { Haircuts = ParameterJsonReader.ReadHaircuts(ref cursor) },
    };

    private static ModelParameters ReadContingencies(ref JsonCursor cursor, ModelParameters model)
    {
        JsonMembers members = cursor.BeginObject(ContingenciesShape);
        while (cursor.NextMember(ref members))
        {
            model = cursor.Member switch
            {
                "basis" => model with { Basis = ParameterJsonReader.ReadBasis(ref cursor) },
                "perpetual" => model with { Perpetual = ParameterJsonReader.ReadStaged(ref cursor) },
                "shortOption" => model with { ShortOption = ParameterJsonReader.ReadStaged(ref cursor) },
                "confidence" => model with { Confidence = ParameterJsonReader.ReadConfidence(ref cursor) },
                _ => model with { Peg = ParameterJsonReader.ReadPeg(ref cursor) },
            };
        }

        return model;
    }
}
