using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Engine.Scenarios;

namespace Verifiable.Documents;

/// <summary>The members of a model of the standard rule.</summary>
internal static class StandardJson
{
    private static readonly JsonShape Shape = RuleMembers.ShapeOf(
        "perpetual", "option", "unpairedCall", "confidence", "peg");

    // Every member is required, so each of these is replaced before the model is returned.
    private static readonly StandardParameters Blank = new(
        string.Empty, string.Empty, default, default, default, null!, default, null!, null!, []);

    internal static ModelDocument Read(ref JsonCursor cursor)
    {
        StandardParameters model = Blank;
        JsonMembers members = cursor.BeginObject(Shape);
        while (cursor.NextMember(ref members))
        {
            model = cursor.Member switch
            {
                "perpetual" => model with { Perpetual = ParameterJsonReader.ReadMultiplier(ref cursor) },
                "option" => model with { Option = ShortOptionJson.Read(ref cursor) },
                "unpairedCall" => model with { UnpairedCall = ParameterJsonReader.ReadMultiplier(ref cursor) },
                "confidence" => model with { Confidence = ParameterJsonReader.ReadConfidence(ref cursor) },
                "peg" => model with { Peg = ParameterJsonReader.ReadPeg(ref cursor) },
                _ => RuleMembers.Read(ref cursor, model),
            };
        }

        RuleMembers.RequireDollars(ref cursor, model);
        return new ModelDocument(model, null);
    }

    internal static void Write(Utf8JsonWriter writer, StandardParameters model)
    {
        RuleMembers.Write(writer, model);
        ModelJsonWriter.WriteStaged(writer, "perpetual", model.Perpetual);
        ShortOptionJson.Write(writer, model.Option);
        ModelJsonWriter.WriteStaged(writer, "unpairedCall", model.UnpairedCall);
        ModelJsonWriter.WriteConfidence(writer, model.Confidence);
        ModelJsonWriter.WritePeg(writer, model.Peg);
        ModelJsonWriter.WriteHaircuts(writer, model.Haircuts);
    }
}
