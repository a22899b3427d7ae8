using System.Text.Json;
using Verifiable.Documents.Json;
using Verifiable.Engine.Scenarios;
using Verifiable.Kernel;

namespace Verifiable.Documents;

/// <summary>What the documents of every rule but the portfolio one have in common.</summary>
internal static class RuleMembers
{
    private static readonly string[] Names =
        ["schema", "rule", "name", "version", "settlement", "stableAsset", "haircuts"];

    /// <summary>A shape of the common members and a rule's own.</summary>
    internal static JsonShape ShapeOf(params string[] own) => new([.. Names, .. own]);

    /// <summary>The same with a member that may be absent.</summary>
    internal static JsonShape ShapeOf(string[] own, string optional) => new([.. Names, .. own], [optional]);

    /// <summary>Reads one of the common members.</summary>
    internal static T Read<T>(ref JsonCursor cursor, T model)
        where T : MarginParameters => (T)(cursor.Member switch
        {
            "name" => model with { Name = cursor.Label() },
            "version" => model with { Version = cursor.Label() },
            "settlement" => model with { Settlement = cursor.Asset() },
            "stableAsset" => model with { StableAsset = cursor.Asset() },
            "haircuts" => model with { Haircuts = ParameterJsonReader.ReadHaircuts(ref cursor) },
            _ => (MarginParameters)model,
        });

    /// <summary>Refuses a currency in which the rule's amounts would mean nothing.</summary>
    internal static void RequireDollars(ref JsonCursor cursor, MarginParameters model)
    {
        if (!model.Settlement.IsDollar)
        {
            cursor.RefuseAt(
                "settlement",
                ErrorCode.ParameterOutOfRange,
                model.Settlement.ToString(),
                $"a dollar: the rule {RuleNames.Word(model.Rule)} settles nothing in coin");
        }
    }

    /// <summary>Writes the common members before the haircuts.</summary>
    internal static void Write(Utf8JsonWriter writer, MarginParameters model)
    {
        writer.WriteString("rule", RuleNames.Word(model.Rule));
        writer.WriteString("name", model.Name);
        writer.WriteString("version", model.Version);
        writer.WriteString("settlement", model.Settlement.ToString());
        writer.WriteString("stableAsset", model.StableAsset.ToString());
    }
}
