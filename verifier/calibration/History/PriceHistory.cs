using System.Collections.Immutable;
using System.Linq;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.History;

/// <summary>A file of prices as it was read.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Hash">Keccak-256 of the file's text as UTF-8 bytes, expanded if the file is compressed.</param>
/// <param name="End">The latest time in the file, of any series.</param>
/// <param name="Layout">Which of the known layouts the header announces.</param>
/// <param name="Series">The series, in the order in which the file first names them.</param>
public sealed record PriceHistory(
    string File,
    Bytes32 Hash,
    Instant End,
    PriceLayout Layout,
    ImmutableArray<PriceSeries> Series)
{
    /// <summary>The series of a name.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.MemberMissing"/>.</exception>
    public PriceSeries Find(string name) =>
        Series.FirstOrDefault(series => series.Name == name)
        ?? throw new MarginException(
            ErrorCode.MemberMissing,
            File,
            "series",
            name,
            $"one of {string.Join(", ", Series.Select(static series => series.Name))}");
}
