using System.Collections.Immutable;
using Verifiable.Documents.Importers;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.History;

/// <summary>A price table as it was read, and what is wrong with it.</summary>
/// <param name="History">The series, without bars that repeat another.</param>
/// <param name="Problems">What is wrong, by series in the order of the file.</param>
/// <param name="Quote">The currency of its prices.</param>
/// <param name="Rows">Rows below the header.</param>
/// <param name="Repeated">Bars that repeat time and prices of the bar before them, dropped.</param>
/// <param name="Rounded">Prices that were rounded.</param>
/// <param name="Examples">The first of them.</param>
public sealed record PriceFindings(
    PriceHistory History,
    ImmutableArray<HistoryProblem> Problems,
    AssetId Quote,
    int Rows,
    int Repeated,
    int Rounded,
    ImmutableArray<RoundedValue> Examples);
