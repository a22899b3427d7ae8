using System.Collections.Immutable;
using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>The members of a model of the price-bucket rule.</summary>
internal static class PriceBucketJson
{
    private const int MaxMoves = 64;
    private const long MaxMoveRaw = 63 * Ratio.One;

    private static readonly JsonShape Shape = RuleMembers.ShapeOf(
        "buckets", "ranges", "volatilityShock", "extended", "profitOffset", "roll", "deltaShock",
        "maintenanceFraction");
    private static readonly JsonShape RangeShape = new("underlying", "price");
    private static readonly JsonShape ExtendedShape = new("moves", "factor", "dampener");
    private static readonly JsonShape RollShape = new("minimum", "perYear");
    private static readonly JsonShape DeltaShockShape = new("threshold", "perMillion", "maximum");

    // Every member is required, so each of these is replaced before the model is returned.
    private static readonly PriceBucketParameters Blank = new(
        string.Empty, string.Empty, default, default, 0, [], null!, [], default, default, default, null!, null!,
        default, []);

    internal static ModelDocument Read(ref JsonCursor cursor)
    {
        PriceBucketParameters model = Blank;
        JsonMembers members = cursor.BeginObject(Shape);
        while (cursor.NextMember(ref members))
        {
            model = cursor.Member switch
            {
                "buckets" => model with
                {
                    Buckets = (int)cursor.WholeNumber(1, PriceBucketParameters.MaxBuckets),
                },
                "ranges" => model with
                {
                    Ranges = RangeRows.Read(ref cursor, ReadRange, static range => range.Underlying),
                },
                "volatilityShock" => model with
                {
                    VolatilityShock = ParameterJsonReader.ReadVolatilityShock(ref cursor),
                },
                "extended" => ReadExtended(ref cursor, model),
                "profitOffset" => model with { ProfitOffset = cursor.Parameter(0, Ratio.One) },
                "roll" => model with { Roll = ReadRoll(ref cursor) },
                "deltaShock" => model with { DeltaShock = ReadDeltaShock(ref cursor) },
                "maintenanceFraction" => model with { MaintenanceFraction = cursor.Parameter(0, Ratio.One) },
                _ => RuleMembers.Read(ref cursor, model),
            };
        }

        return new ModelDocument(model, null);
    }

    internal static void Write(Utf8JsonWriter writer, PriceBucketParameters model)
    {
        RuleMembers.Write(writer, model);
        writer.WriteNumber("buckets", model.Buckets);
        writer.WriteStartArray("ranges");
        foreach (UnderlyingRange range in model.Ranges)
        {
            writer.WriteStartObject();
            writer.WriteString("underlying", range.Underlying.ToString());
            writer.WriteRatio("price", range.Price);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        ModelJsonWriter.WriteVolatilityShock(writer, model.VolatilityShock);
        writer.WriteStartObject("extended");
        writer.WriteStartArray("moves");
        foreach (Ratio move in model.ExtendedMoves)
        {
            writer.WriteStringValue(DecimalText.Format(move.Raw, Ratio.Decimals));
        }

        writer.WriteEndArray();
        writer.WriteRatio("factor", model.ExtendedFactor);
        writer.WriteString("dampener", DecimalText.Format(model.ExtendedDampener.Raw, Price.Decimals));
        writer.WriteEndObject();
        writer.WriteRatio("profitOffset", model.ProfitOffset);
        writer.WriteStartObject("roll");
        writer.WriteRatio("minimum", model.Roll.Minimum);
        writer.WriteRatio("perYear", model.Roll.PerYear);
        writer.WriteEndObject();
        writer.WriteStartObject("deltaShock");
        writer.WriteString("threshold", DecimalText.Format(model.DeltaShock.Threshold.Raw, Price.Decimals));
        writer.WriteRatio("perMillion", model.DeltaShock.PerMillion);
        writer.WriteRatio("maximum", model.DeltaShock.Maximum);
        writer.WriteEndObject();
        writer.WriteRatio("maintenanceFraction", model.MaintenanceFraction);
        ModelJsonWriter.WriteHaircuts(writer, model.Haircuts);
    }

    private static UnderlyingRange ReadRange(ref JsonCursor cursor)
    {
        UnderlyingRange range = default;
        JsonMembers members = cursor.BeginObject(RangeShape);
        while (cursor.NextMember(ref members))
        {
            range = cursor.Member == "underlying"
                ? range with { Underlying = cursor.Underlying() }
                : range with { Price = cursor.Parameter(1, Ratio.One) };
        }

        return range;
    }

    private static PriceBucketParameters ReadExtended(ref JsonCursor cursor, PriceBucketParameters model)
    {
        JsonMembers members = cursor.BeginObject(ExtendedShape);
        while (cursor.NextMember(ref members))
        {
            model = cursor.Member switch
            {
                "moves" => model with { ExtendedMoves = ReadMoves(ref cursor) },
                "factor" => model with { ExtendedFactor = cursor.Parameter(0, ParameterRange.MaxRaw) },
                _ => model with { ExtendedDampener = cursor.AnyPrice(0) },
            };
        }

        return model;
    }

    private static ImmutableArray<Ratio> ReadMoves(ref JsonCursor cursor)
    {
        ImmutableArray<Ratio>.Builder moves = ImmutableArray.CreateBuilder<Ratio>();
        cursor.BeginArray();
        while (cursor.NextElement())
        {
            moves.Add(cursor.Parameter(-Ratio.One, MaxMoveRaw));
            if (moves.Count > MaxMoves)
            {
                cursor.Refuse(ErrorCode.RowCountOutOfRange, cursor.Text(string.Empty), "at most 64 moves");
            }
        }

        return moves.ToImmutable();
    }

    private static RollParameters ReadRoll(ref JsonCursor cursor)
    {
        Ratio[] ratios = ParameterJsonReader.ReadRatios(ref cursor, RollShape, 0, ParameterRange.MaxRaw);
        return new RollParameters(ratios[0], ratios[1]);
    }

    private static DeltaShockParameters ReadDeltaShock(ref JsonCursor cursor)
    {
        DeltaShockParameters shock = new(default, default, default);
        JsonMembers members = cursor.BeginObject(DeltaShockShape);
        while (cursor.NextMember(ref members))
        {
            shock = cursor.Member switch
            {
                "threshold" => shock with { Threshold = cursor.AnyPrice(0) },
                "perMillion" => shock with { PerMillion = cursor.Parameter(0, ParameterRange.MaxRaw) },
                _ => shock with { Maximum = cursor.Parameter(0, ParameterRange.MaxRaw) },
            };
        }

        return shock;
    }
}
