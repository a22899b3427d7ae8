using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Rows;

/// <summary>
/// A price history's canonical words: what a calibration commits to, whatever file or layout the prices came in. Layout:
/// verifier/documents/README.md.
/// </summary>
public static class HistoryRows
{
    private const ulong Version = 1;
    private const int ClosesPerWord = 4;

    /// <summary>The hash of a history: of its words.</summary>
    public static Bytes32 Hash(HistoryDocument document) => Words(document).Hash();

    /// <summary>The words.</summary>
    public static byte[] Write(HistoryDocument document) => Words(document).ToArray();

    private static WordList Words(HistoryDocument document)
    {
        WordList words = new();
        words.Add(Tags.History);
        words.AddUnsigned(Version);
        words.Add(document.Quote.Word);
        words.AddUnsigned((ulong)document.IntervalSeconds);
        words.AddPacked(document.Assets.Length, document.Breaks.Length, document.Times.Length, 0);
        foreach (UnderlyingId asset in document.Assets)
        {
            words.Add(asset.Word);
        }

        foreach (HistoryBreak one in document.Breaks)
        {
            words.Add(one.Asset.Word);
            words.AddUnsigned((ulong)one.Time.Seconds);
        }

        for (int row = 0; row < document.Times.Length; row++)
        {
            words.AddUnsigned((ulong)document.Times[row].Seconds);
            for (int asset = 0; asset < document.Assets.Length; asset += ClosesPerWord)
            {
                words.AddPacked(
                    CloseOf(document, row, asset),
                    CloseOf(document, row, asset + 1),
                    CloseOf(document, row, asset + 2),
                    CloseOf(document, row, asset + 3));
            }
        }

        return words;
    }

    private static long CloseOf(HistoryDocument document, int row, int asset) =>
        asset < document.Assets.Length ? document.CloseOf(row, asset).Raw : 0;
}
