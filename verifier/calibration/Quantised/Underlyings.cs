using System.Collections.Immutable;
using System.Linq;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.Quantised;

/// <summary>The names of series as underlyings.</summary>
internal static class Underlyings
{
    /// <summary>The underlyings that the names spell, in the order of the rows.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.IdentifierMalformed"/>, <see cref="ErrorCode.RowDuplicate"/> or
    /// <see cref="ErrorCode.RowCountOutOfRange"/>.
    /// </exception>
    internal static ImmutableArray<UnderlyingId> Ascending(ImmutableArray<string> names, string file)
    {
        if (names.Length == 0)
        {
            throw Refusal.TooFew("underlyings", 0, 1);
        }

        ImmutableArray<UnderlyingId> ascending =
            [.. names.Select(name => Parse(name, file)).OrderBy(static underlying => underlying.Letters)];
        for (int i = 1; i < ascending.Length; i++)
        {
            if (ascending[i] == ascending[i - 1])
            {
                throw new MarginException(
                    ErrorCode.RowDuplicate, file, "underlyings", ascending[i].ToString(), "each underlying once");
            }
        }

        return ascending;
    }

    private static UnderlyingId Parse(string name, string file) =>
        NameText.TryParseUnderlying(name, out UnderlyingId underlying)
            ? underlying
            : throw new MarginException(
                ErrorCode.IdentifierMalformed, file, "underlyings", name, NameText.AcceptedUnderlying);
}
