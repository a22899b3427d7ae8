using System;
using System.Collections.Generic;
using System.Globalization;
using Verifiable.Documents.Importers;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.History;

/// <summary>
/// The rows of a price table, each field read as what its column holds.
/// </summary>
internal sealed class PriceTable : IDisposable
{
    private const int MaxFieldLength = 64;
    private const int MaxUnixDigits = 10;
    private const string UtcForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private const int MaxRoundedExamples = 5;
    private const double RawPerUnit = 1e8;

    private readonly string _file;
    private readonly ImportRounding? _rounding;
    private readonly CsvReader _rows;
    private readonly List<string> _fields = [];
    private readonly List<RoundedValue> _rounded = [];
    private string[] _header = [];

    /// <summary>A table before its header.</summary>
    /// <param name="file">The file's name, for refusals.</param>
    /// <param name="text">The file's text.</param>
    /// <param name="rounding">What to do with a price finer than 1e-8; null takes prices as doubles only.</param>
    internal PriceTable(string file, string text, ImportRounding? rounding)
    {
        _file = file;
        _rounding = rounding;
        _rows = new CsvReader(file, text);
    }

    /// <summary>The line of the last row.</summary>
    internal int Line => _rows.Line;

    /// <summary>How many prices were rounded.</summary>
    internal int RoundedCount { get; private set; }

    /// <summary>The first of them.</summary>
    internal IReadOnlyList<RoundedValue> Rounded => _rounded;

    /// <inheritdoc/>
    public void Dispose() => _rows.Dispose();

    /// <summary>The names of the columns.</summary>
    internal string[] Header()
    {
        _header = _rows.TryRead(_fields) ? [.. _fields] : throw Malformed(string.Empty, "a header");
        return _header;
    }

    /// <summary>Moves to the next row, or says that there is none.</summary>
    internal bool Next() => _rows.TryRead(_fields);

    internal bool IsBlank(int column) => _fields[column].Length == 0;

    /// <summary>A plain decimal; its sign is not judged here.</summary>
    internal double Decimal(int column)
    {
        string field = _fields[column];
        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        double number = double.NaN;
        bool isPlain = field.Length is > 0 and <= MaxFieldLength && field[0] != '+'
            && double.TryParse(field, plain, CultureInfo.InvariantCulture, out number);
        return isPlain && double.IsFinite(number)
            ? number
            : throw Refuse(ErrorCode.DecimalMalformed, column, "a plain decimal number, as 0.25");
    }

    /// <summary>A price of any sign, rounded to floor of its unit as the table was told to.</summary>
    /// <param name="column">The column.</param>
    /// <param name="exact">
    /// The price in integers; zero in a table of doubles, and for a price that the unit does not hold.
    /// </param>
    internal double Price(int column, out Price exact)
    {
        double number = Decimal(column);
        exact = default;
        if (_rounding is not { } rounding)
        {
            return number;
        }

        if (!PrintedDecimal.TryParse(_fields[column], out PrintedDecimal printed))
        {
            throw Refuse(ErrorCode.DecimalMalformed, column, "a decimal number of at most 24 digits and 36 places");
        }

        Int128 raw = printed.ToRawFloor(Engine.Units.Price.Decimals, out bool isExact);
        if (!isExact)
        {
            NoteRounding(rounding, column, raw);
        }

        bool isHeld = raw > 0 && raw < Engine.Units.Price.Limit;
        exact = new Price(isHeld ? (long)raw : 0);
        return (double)raw / RawPerUnit;
    }

    private void NoteRounding(ImportRounding rounding, int column, Int128 raw)
    {
        if (rounding == ImportRounding.Refuse)
        {
            throw Refuse(ErrorCode.PrecisionLost, column, "at most 8 decimal places, or --round floor");
        }

        RoundedCount++;
        if (_rounded.Count < MaxRoundedExamples)
        {
            string kept = DecimalText.Format(raw, Engine.Units.Price.Decimals);
            _rounded.Add(new RoundedValue(Place(column), _fields[column], kept));
        }
    }

    /// <summary>A name of 1 to 64 printable characters without blanks at its ends.</summary>
    internal string Name(int column)
    {
        string field = _fields[column];
        return NameText.IsLabel(field) && field.Trim() == field
            ? field
            : throw Refuse(ErrorCode.IdentifierMalformed, column, NameText.AcceptedLabel);
    }

    /// <summary>Midnight UTC of <c>YYYY-MM-DD</c>.</summary>
    internal Instant Date(int column) =>
        InstantText.TryParse($"{_fields[column]}T00:00:00Z", out Instant instant)
            ? instant
            : throw Refuse(ErrorCode.InstantMalformed, column, "YYYY-MM-DD");

    /// <summary>Whole Unix seconds.</summary>
    internal Instant UnixSeconds(int column)
    {
        string field = _fields[column];
        bool isNumber = field.Length is > 0 and <= MaxUnixDigits && !field.AsSpan().ContainsAnyExceptInRange('0', '9');
        long seconds = isNumber ? long.Parse(field, CultureInfo.InvariantCulture) : Instant.MaxSeconds + 1;
        return seconds <= Instant.MaxSeconds
            ? new Instant(seconds)
            : throw Refuse(ErrorCode.InstantMalformed, column, "whole Unix seconds up to 4294967295");
    }

    /// <summary><c>YYYY-MM-DDThh:mm:ss.fffZ</c>; milliseconds floor: an older observation is the safer one.</summary>
    internal Instant UtcTime(int column)
    {
        string field = _fields[column];
        bool isTime = DateTime.TryParseExact(
            field, UtcForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime _);
        return isTime && InstantText.TryParse($"{field[..^5]}Z", out Instant instant)
            ? instant
            : throw Refuse(ErrorCode.InstantMalformed, column, "YYYY-MM-DDThh:mm:ss.fffZ");
    }

    internal MarginException Malformed(string found, string accepted) => _rows.Malformed(found, accepted);

    private MarginException Refuse(ErrorCode code, int column, string accepted) =>
        new(code, _file, Place(column), Excerpt(_fields[column]), accepted);

    private string Place(int column) => string.Create(CultureInfo.InvariantCulture, $"line {Line} {_header[column]}");

    private static string Excerpt(string text) => text.Length <= MaxFieldLength ? text : text[..MaxFieldLength];
}
