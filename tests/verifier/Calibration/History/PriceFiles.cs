using System.Text;
using Verifiable.Calibration.History;
using Verifiable.Documents.Importers;

namespace Verifiable.Tests.Verifier.Calibration.History;

/// <summary>Price files written in a test.</summary>
internal static class PriceFiles
{
    internal const string Name = "prices.csv";

    internal static PriceHistory Read(params string[] lines) => ReadText(string.Join('\n', lines) + "\n");

    internal static PriceHistory ReadText(string text) =>
        PriceHistoryReader.Read(new VenueFile(Name, Encoding.UTF8.GetBytes(text)));
}
