using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a model of the portfolio rule over undiscounted values.</summary>
internal static class UndiscountedPortfolioJson
{
    private static readonly JsonShape Shape = RuleMembers.ShapeOf(
        ["initialMultiplier", "volatilityShock", "discount", "contingencies"], "scenarios");
    private static readonly JsonShape DiscountShape = new("static", "rateMultiplier", "rateAdd");
    private static readonly JsonShape ContingenciesShape = new(
        "basis", "perpetual", "shortOption", "confidence", "peg");

    // Every member is required, so each of these is replaced before the model is returned.
    private static readonly UndiscountedPortfolioParameters Blank = new(
        string.Empty, string.Empty, default, default, null!, default, default, default, null!, default, default,
        default, null!, null!, []);

    internal static ModelDocument Read(ref JsonCursor cursor)
    {
        UndiscountedPortfolioParameters model = Blank;
        Bytes32? scenarioHash = null;
        JsonMembers members = cursor.BeginObject(Shape);
        while (cursor.NextMember(ref members))
        {
            switch (cursor.Member)
            {
                case "scenarios":
                    scenarioHash = cursor.Word();
                    break;
                case "discount":
                    Ratio[] sides = ParameterJsonReader.ReadRatios(
                        ref cursor, DiscountShape, 0, ParameterRange.MaxRaw);
                    model = model with { StaticDiscount = sides[0], RateMultiplier = sides[1], RateAdd = sides[2] };
                    break;
                case "contingencies":
                    model = ReadContingencies(ref cursor, model);
                    break;
                default:
                    model = ReadMember(ref cursor, model);
                    break;
            }
        }

        RuleMembers.RequireDollars(ref cursor, model);
        return new ModelDocument(model, scenarioHash);
    }

    internal static void Write(Utf8JsonWriter writer, UndiscountedPortfolioParameters model, Bytes32? scenarioHash)
    {
        RuleMembers.Write(writer, model);
        if (scenarioHash is { } hash)
        {
            writer.WriteString("scenarios", hash.ToString());
        }

        writer.WriteRatio("initialMultiplier", model.InitialMultiplier);
        ModelJsonWriter.WriteVolatilityShock(writer, model.VolatilityShock);
        writer.WriteStartObject("discount");
        writer.WriteRatio("static", model.StaticDiscount);
        writer.WriteRatio("rateMultiplier", model.RateMultiplier);
        writer.WriteRatio("rateAdd", model.RateAdd);
        writer.WriteEndObject();
        writer.WriteStartObject("contingencies");
        ModelJsonWriter.WriteBasis(writer, model.Basis);
        writer.WriteRatio("perpetual", model.Perpetual);
        writer.WriteRatio("shortOption", model.ShortOption);
        ModelJsonWriter.WriteConfidence(writer, model.Confidence);
        ModelJsonWriter.WritePeg(writer, model.Peg);
        writer.WriteEndObject();
        ModelJsonWriter.WriteHaircuts(writer, model.Haircuts);
    }

    private static UndiscountedPortfolioParameters ReadMember(
        ref JsonCursor cursor, UndiscountedPortfolioParameters model) => cursor.Member switch
        {
            "initialMultiplier" => model with
            {
                InitialMultiplier = cursor.Parameter(Ratio.One, ParameterRange.MaxRaw),
            },
            "volatilityShock" => model with { VolatilityShock = ParameterJsonReader.ReadVolatilityShock(ref cursor) },
            _ => RuleMembers.Read(ref cursor, model),
        };

    private static UndiscountedPortfolioParameters ReadContingencies(
        ref JsonCursor cursor, UndiscountedPortfolioParameters model)
    {
        JsonMembers members = cursor.BeginObject(ContingenciesShape);
        while (cursor.NextMember(ref members))
        {
            model = cursor.Member switch
            {
                "basis" => model with { Basis = ParameterJsonReader.ReadBasis(ref cursor) },
                "perpetual" => model with { Perpetual = cursor.Parameter(0, ParameterRange.MaxRaw) },
                "shortOption" => model with { ShortOption = cursor.Parameter(0, ParameterRange.MaxRaw) },
                "confidence" => model with { Confidence = ParameterJsonReader.ReadConfidence(ref cursor) },
                _ => model with { Peg = ParameterJsonReader.ReadPeg(ref cursor) },
            };
        }

        return model;
    }
}
