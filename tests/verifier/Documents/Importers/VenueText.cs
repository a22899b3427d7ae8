using System.Text;
using Verifiable.Documents.Importers;
using Verifiable.Kernel;
using Xunit;

namespace Verifiable.Tests.Verifier.Documents.Importers;

/// <summary>Small files in the shapes of Deribit's dumps, for tests of one row at a time.</summary>
internal static class VenueText
{
    /// <summary>2021-02-11T18:37:05.266Z.</summary>
    public const long Moment = 1_613_068_625_266;

    public const string TickerHeader =
        "instrument_name,timestamp,underlying_price,index_price,mark_price,mark_iv,interest_rate";

    public const string SummaryHeader =
        "instrument_name,creation_timestamp,underlying_price,estimated_delivery_price,mark_price,interest_rate";

    public static VenueFile File(params string[] lines) => Of(string.Join('\n', lines) + "\n");

    public static VenueFile Of(string text) => new("chain", Encoding.UTF8.GetBytes(text));

    public static ImportResult Import(params string[] lines) => Import(new ImportOptions(), lines);

    public static ImportResult Import(ImportOptions options, params string[] lines) =>
        DeribitImporter.Import([File(lines)], options);

    public static MarginException Refusal(VenueFile file) =>
        Assert.Throws<MarginException>(() => DeribitImporter.Import([file], new ImportOptions()));
}
