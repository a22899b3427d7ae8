using System.Linq;
using System.Text;
using Verifiable.Calibration.History;
using Verifiable.Documents;
using Verifiable.Documents.Importers;
using Verifiable.Kernel;
using Verifiable.Tests.Verifier.Documents.Support;
using Xunit;

namespace Verifiable.Tests.Verifier.Calibration.History;

public sealed class HistoryResamplingTests
{
    // Six hours a bar: the day's close is that of the bar that begins at 18:00; ETH has none on the second day.
    private const string Quarters =
        "unix,BTC,ETH\n0,1,10\n21600,2,11\n43200,3,12\n64800,4,13\n86400,5,14\n108000,4.5,15\n129600,4,\n"
        + "151200,5,\n172800,6,14\n194400,7,14.5\n216000,6,15\n237600,8,16\n259200,9,17\n";

    [Fact]
    public void To_Days_TakesTheLastCloseOfEach()
    {
        HistoryDocument days = HistoryResampling.To(Document(), 86_400, "history.json");

        Assert.Equal([0, 86_400, 172_800], days.Times.Select(static time => time.Seconds));
        Assert.Equal([4, 13, 5, 0, 8, 16], days.Closes.Select(static close => close.Raw / 100_000_000));
        Assert.Equal(86_400, days.IntervalSeconds);
    }

    [Fact]
    public void To_ItsOwnInterval_IsTheHistory() =>
        Assert.Same(Quartered, HistoryResampling.To(Quartered, 21_600, "history.json"));

    [Theory]
    [InlineData(3_600)]
    [InlineData(32_400)]
    public void To_NoMultiple_IsRefused(long seconds)
    {
        MarginException refusal = Assert.Throws<MarginException>(
            () => HistoryResampling.To(Quartered, seconds, "history.json"));

        Assert.Equal((ErrorCode.ParameterOutOfRange, "/interval"), (refusal.Code, refusal.Path));
    }

    private static readonly HistoryDocument Quartered = Document();

    private static HistoryDocument Document() => PriceImporter.Import(
        PriceImporter.Examine(
            new VenueFile(PriceFiles.Name, Encoding.UTF8.GetBytes(Quarters)), new PriceImportOptions(Samples.Usd)),
        ["gap:ETH", "jump:BTC"]);
}
