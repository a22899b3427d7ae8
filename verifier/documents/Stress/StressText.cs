using System.Collections.Immutable;
using Verifiable.Documents.Text;
using Verifiable.Engine.Instruments;

namespace Verifiable.Documents;

/// <summary>The words of stress documents.</summary>
public static class StressText
{
    /// <summary>Directions, each at the index of its enumeration member.</summary>
    internal static readonly ImmutableArray<string> Directions = ["given", "common", "each", "one", "credited"];

    /// <summary>The position's symbol, or the collateral's asset.</summary>
    public static string Of(StressRow row) =>
        row.Instrument is InstrumentId instrument ? InstrumentText.Format(instrument) : row.Asset.ToString();
}
