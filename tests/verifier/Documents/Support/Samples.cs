using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using Verifiable.Documents;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Tests.Support;

namespace Verifiable.Tests.Verifier.Documents.Support;

/// <summary>The committed sample documents and the rows that an independent script made of them.</summary>
internal static class Samples
{
    internal static AssetId Usd { get; } = new(0x5553_4400_0000_0000);

    internal static MarketSnapshot Market => MarketDocument.Read(Json("market.json"), "market.json");

    internal static ModelDocument Model => ModelDocument.Read(Json("model.json"), "model.json");

    internal static ModelDocument ExtendedModel =>
        ModelDocument.Read(Json("model.extended.json"), "model.extended.json");

    internal static ScenariosDocument Scenarios => ScenariosDocument.Read(Json("scenarios.json"), "scenarios.json");

    internal static BookDocument Book => BookDocument.Read(Json("book.json"), "book.json", Usd);

    internal static ResultDocument Result => ResultDocument.Read(Json("result.json"), "result.json");

    internal static ResultDocument ExtendedResult =>
        ResultDocument.Read(Json("result.extended.json"), "result.extended.json");

    internal static HistoryDocument History => HistoryDocument.Read(Json("history.json"), "history.json");

    internal static CovarianceDocument Covariance =>
        CovarianceDocument.Read(Json("covariance.json"), "covariance.json");

    internal static byte[] Json(string file) =>
        File.ReadAllBytes(Path.Combine(ReferenceData.Root, "tests", "vectors", "documents", file));

    internal static string Rows(string file) =>
        File.ReadAllText(Path.Combine(ReferenceData.Root, "tests", "vectors", "rows", file));

    internal static string Hash(string kind) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(Rows("hashes.json"))![kind];

    /// <summary>The schema of a sample: what its file's name begins with.</summary>
    internal static string SchemaOf(string file) => file.Split('.')[0];

    /// <summary>Reads, and writes again, a document of the kind that its file is named after.</summary>
    internal static byte[] Rewrite(string file, byte[] json) => file switch
    {
        "market.json" => MarketDocument.Write(MarketDocument.Read(json, file)),
        "model.json" or "model.extended.json" => ModelDocument.Write(ModelDocument.Read(json, file)),
        "scenarios.json" => ScenariosDocument.Write(ScenariosDocument.Read(json, file)),
        "book.json" => BookDocument.Write(BookDocument.Read(json, file, Usd)),
        "covariance.json" => CovarianceDocument.Write(CovarianceDocument.Read(json, file)),
        "history.json" => HistoryDocument.Write(HistoryDocument.Read(json, file)),
        "result.json" or "result.extended.json" => ResultDocument.Write(ResultDocument.Read(json, file)),
        "stresses.json" => StressesDocument.Write(StressesDocument.Read(json, file)),
        _ => ErrorDocument.Write(ErrorDocument.Read(json, file)),
    };
}
