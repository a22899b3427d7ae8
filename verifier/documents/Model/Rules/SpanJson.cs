using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Documents.Text;
using Verifiable.Engine.Scenarios;
using Verifiable.Engine.Units;

namespace Verifiable.Documents;

/// <summary>The members of a model of the SPAN rule.</summary>
internal static class SpanJson
{
    private static readonly JsonShape Shape = RuleMembers.ShapeOf("horizon", "ranges", "extreme", "multiplier");
    private static readonly JsonShape RangeShape = new(
        "underlying", "price", "volatility", "calendarSpread", "shortOptionMinimum");
    private static readonly JsonShape ExtremeShape = new("multiple", "cover");

    // Every member is required, so each of these is replaced before the model is returned.
    private static readonly SpanParameters Blank = new(
        string.Empty, string.Empty, default, default, 0, [], default, default, default, []);

    internal static ModelDocument Read(ref JsonCursor cursor)
    {
        SpanParameters model = Blank;
        JsonMembers members = cursor.BeginObject(Shape);
        while (cursor.NextMember(ref members))
        {
            model = cursor.Member switch
            {
                "horizon" => model with { HorizonSeconds = cursor.Duration() },
                "ranges" => model with
                {
                    Ranges = RangeRows.Read(ref cursor, ReadRange, static range => range.Underlying),
                },
                "extreme" => ReadExtreme(ref cursor, model),
                "multiplier" => model with { Multiplier = ParameterJsonReader.ReadMultiplier(ref cursor) },
                _ => RuleMembers.Read(ref cursor, model),
            };
        }

        RuleMembers.RequireDollars(ref cursor, model);
        return new ModelDocument(model, null);
    }

    internal static void Write(Utf8JsonWriter writer, SpanParameters model)
    {
        RuleMembers.Write(writer, model);
        writer.WriteString("horizon", DurationText.Format(model.HorizonSeconds));
        writer.WriteStartArray("ranges");
        foreach (ScanRange range in model.Ranges)
        {
            writer.WriteStartObject();
            writer.WriteString("underlying", range.Underlying.ToString());
            writer.WriteRatio("price", range.Price);
            writer.WriteRatio("volatility", range.Volatility);
            writer.WriteRatio("calendarSpread", range.CalendarSpread);
            writer.WriteRatio("shortOptionMinimum", range.ShortOptionMinimum);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("extreme");
        writer.WriteRatio("multiple", model.ExtremeMultiple);
        writer.WriteRatio("cover", model.ExtremeCover);
        writer.WriteEndObject();
        ModelJsonWriter.WriteStaged(writer, "multiplier", model.Multiplier);
        ModelJsonWriter.WriteHaircuts(writer, model.Haircuts);
    }

    private static ScanRange ReadRange(ref JsonCursor cursor)
    {
        ScanRange range = default;
        JsonMembers members = cursor.BeginObject(RangeShape);
        while (cursor.NextMember(ref members))
        {
            range = cursor.Member switch
            {
                "underlying" => range with { Underlying = cursor.Underlying() },
                "price" => range with { Price = cursor.Parameter(1, Ratio.One) },
                "volatility" => range with { Volatility = cursor.Parameter(0, Ratio.One) },
                "calendarSpread" => range with { CalendarSpread = cursor.Parameter(0, Ratio.One) },
                _ => range with { ShortOptionMinimum = cursor.Parameter(0, Ratio.One) },
            };
        }

        return range;
    }

    private static SpanParameters ReadExtreme(ref JsonCursor cursor, SpanParameters model)
    {
        JsonMembers members = cursor.BeginObject(ExtremeShape);
        while (cursor.NextMember(ref members))
        {
            model = cursor.Member == "multiple"
                ? model with { ExtremeMultiple = cursor.Parameter(0, 60 * Ratio.One) }
                : model with { ExtremeCover = cursor.Parameter(0, Ratio.One) };
        }

        return model;
    }
}
