using System;
using System.Globalization;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>One row of a venue's file as text, from a table or from JSON, with readers that name its place.</summary>
/// <param name="File">The file.</param>
/// <param name="Layout">What the file calls its fields.</param>
/// <param name="Place">The line, or the JSON pointer of the row.</param>
/// <param name="IsTable">Whether it comes from a table rather than JSON.</param>
/// <param name="Texts">The texts in the order of <see cref="VenueField"/>; empty where the row has none.</param>
internal sealed record VenueRecord(string File, VenueLayout Layout, string Place, bool IsTable, string[] Texts)
{
    private const string AcceptedTime = "milliseconds since 1970, or YYYY-MM-DDThh:mm:ss.fffZ, up to 2106";
    private const int MillisecondDigits = 14;
    private const string IsoForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The text of a field; empty where the row has none.</summary>
    public string this[VenueField field] => Texts[(int)field];

    /// <summary>Where a field stands: line and column, or a JSON pointer.</summary>
    public string PathOf(VenueField field) =>
        IsTable ? $"{Place}, column {Layout[field]}" : $"{Place}/{Layout[field]}";

    /// <summary>A decimal number as printed.</summary>
    public PrintedDecimal Decimal(VenueField field) =>
        PrintedDecimal.TryParse(this[field], out PrintedDecimal number)
            ? number
            : throw RefuseText(ErrorCode.DecimalMalformed, field, PrintedDecimal.Accepted);

    /// <summary>Milliseconds since 1970.</summary>
    public long Milliseconds(VenueField field)
    {
        string text = this[field];
        bool digits = text.Length is > 0 and <= MillisecondDigits && !text.AsSpan().ContainsAnyExceptInRange('0', '9');
        long milliseconds = digits ? long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture) : -1;
        if (!digits && TryParseIso(text, out long parsed))
        {
            milliseconds = parsed;
        }

        return milliseconds is >= 0 and <= Instant.MaxSeconds * 1000
            ? milliseconds
            : throw RefuseText(ErrorCode.InstantMalformed, field, AcceptedTime);
    }

    /// <summary>A refusal of a field's text.</summary>
    public MarginException Refuse(ErrorCode code, VenueField field, string accepted) =>
        new(code, File, PathOf(field), Excerpt.Of(this[field]), accepted);

    /// <summary>A refusal of text that is no value at all: in a table the table's, in JSON the value's.</summary>
    private MarginException RefuseText(ErrorCode code, VenueField field, string accepted) =>
        Refuse(IsTable ? ErrorCode.TableMalformed : code, field, accepted);

    private static bool TryParseIso(string text, out long milliseconds)
    {
        bool parsed = DateTimeOffset.TryParseExact(
            text,
            IsoForm,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out DateTimeOffset moment);
        milliseconds = parsed ? moment.ToUnixTimeMilliseconds() : -1;
        return parsed;
    }
}
