using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Units;

namespace Verifiable.Documents.Importers;

/// <summary>What an import read, kept, dropped, rounded and computed: nothing is lost silently.</summary>
/// <param name="Files">The files, each with its kind and rows.</param>
/// <param name="RowsKept">Rows that the snapshot is built from.</param>
/// <param name="Findings">What was dropped or is missing, by subject.</param>
/// <param name="Rounded">Every number rounded to floor on request.</param>
/// <param name="VolatilitiesFromFile">Options whose volatility the file gives.</param>
/// <param name="VolatilitiesSolved">Options whose mark was inverted.</param>
/// <param name="LargestFileError">The largest repricing error at a file's volatility; null without one.</param>
/// <param name="LargestSolvedError">The largest repricing error at a solved volatility; null without one.</param>
/// <param name="Expiries">The expiries and the spread of their rows' forwards.</param>
public sealed record ImportReport(
    ImmutableArray<ImportedFile> Files,
    int RowsKept,
    ImmutableArray<ImportFinding> Findings,
    ImmutableArray<RoundedValue> Rounded,
    int VolatilitiesFromFile,
    int VolatilitiesSolved,
    RepricingError? LargestFileError,
    RepricingError? LargestSolvedError,
    ImmutableArray<ForwardSpread> Expiries)
{
    /// <summary>Rows in all files.</summary>
    public int RowsRead => Files.Sum(file => file.Rows);

    /// <summary>Rows that the snapshot does not use.</summary>
    public int RowsDropped =>
        Findings.Where(finding => finding.Subject <= ImportSubject.OutsideKernelDomain).Sum(finding => finding.Count);

    /// <summary>How often a subject occurred.</summary>
    public int CountOf(ImportSubject subject) =>
        Findings.Where(finding => finding.Subject == subject).Sum(finding => finding.Count);
}

/// <summary>A file of an import.</summary>
/// <param name="Name">The file.</param>
/// <param name="Kind">What it was recognised as.</param>
/// <param name="Rows">Its rows.</param>
public readonly record struct ImportedFile(string Name, string Kind, int Rows);

/// <summary>The forwards that the rows of one expiry give; venues poll instruments one after another.</summary>
/// <param name="Underlying">The underlying.</param>
/// <param name="Expiry">The expiry.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Forward">The median taken, of an even number the lower middle.</param>
/// <param name="Lowest">The lowest.</param>
/// <param name="Highest">The highest.</param>
public readonly record struct ForwardSpread(
    UnderlyingId Underlying,
    Instant Expiry,
    int Rows,
    Price Forward,
    Price Lowest,
    Price Highest);
