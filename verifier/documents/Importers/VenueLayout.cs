using System.Collections.Immutable;
using System.Linq;

namespace Verifiable.Documents.Importers;

/// <summary>What a kind of file calls the fields of its rows.</summary>
/// <param name="Name">The kind, for reports.</param>
/// <param name="Columns">Its name of each field, in the order of <see cref="VenueField"/>; null if it has none.</param>
/// <param name="Required">How many of the first fields a file of this kind must have.</param>
internal sealed record VenueLayout(string Name, ImmutableArray<string?> Columns, int Required)
{
    /// <summary>Deribit's public/ticker, one record an instrument: mark and volatility.</summary>
    public static readonly VenueLayout Ticker = new(
        "ticker",
        [
            "instrument_name", "timestamp", "mark_price", "underlying_price", "index_price", "mark_iv",
            "interest_rate", "strike", "option_type", "expiration_timestamp",
        ],
        Required: 6);

    /// <summary>Deribit's public/get_book_summary_by_currency: mark, and a volatility only in later versions.</summary>
    public static readonly VenueLayout BookSummary = new(
        "book summary",
        [
            "instrument_name", "creation_timestamp", "mark_price", "underlying_price", "estimated_delivery_price",
            "mark_iv", "interest_rate", null, null, null,
        ],
        Required: 5);

    /// <summary>The normalised option summaries of market-data recorders; the spot stands outside the rows.</summary>
    public static readonly VenueLayout OptionSummary = new(
        "option summary",
        [
            "symbol", "timestamp", "markPrice", "underlyingPrice", null, "markIV", null, "strikePrice", "optionType",
            "expirationDate",
        ],
        Required: 4);

    /// <summary>The spot beside option summaries: a time and a price.</summary>
    public static readonly VenueLayout SharedSpot = new(
        "shared spot",
        [null, "at", null, null, "underlyingPrice", null, null, null, null, null],
        Required: 5);

    /// <summary>What a refusal of an unknown table says.</summary>
    public static string Accepted { get; } =
        $"the columns {string.Join(", ", Ticker.Columns.Take(Ticker.Required))}, or "
        + string.Join(", ", BookSummary.Columns.Take(BookSummary.Required));

    /// <summary>The file's name of a field; null if this kind has none.</summary>
    public string? this[VenueField field] => Columns[(int)field];

    /// <summary>Whether the names contain every required one.</summary>
    public bool Matches(ImmutableHashSet<string> names) =>
        Columns.Take(Required).All(column => column is null || names.Contains(column));
}
