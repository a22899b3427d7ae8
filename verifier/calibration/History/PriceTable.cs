using System;
using System.Globalization;
using System.IO;
using CsvHelper;
using CsvHelper.Configuration;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Calibration.History;

/// <summary>
/// A comma-separated table read strictly: no blank line, no quote, as many fields a row as in the header.
/// </summary>
internal sealed class PriceTable : IDisposable
{
    private const int MaxFieldLength = 64;
    private const int MaxUnixDigits = 10;
    private const string UtcForm = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    private readonly string _file;
    private readonly CsvParser _parser;
    private string[] _header = [];
    private string[] _fields = [];

    internal PriceTable(string file, string text)
    {
        _file = file;
        _parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            IgnoreBlankLines = false,
            Mode = CsvMode.NoEscape,
        });
    }

    /// <inheritdoc/>
    public void Dispose() => _parser.Dispose();

    /// <summary>The names of the columns.</summary>
    internal string[] Header()
    {
        _header = _parser.Read() ? _parser.Record! : throw Malformed(string.Empty, "a header");
        return _header;
    }

    /// <summary>Moves to the next row, or says that there is none.</summary>
    internal bool Next()
    {
        if (!_parser.Read())
        {
            return false;
        }

        _fields = _parser.Record!;
        return _fields.Length == _header.Length
            ? true
            : throw Malformed(Text(_fields.Length) + " fields", Text(_header.Length) + " fields, as in the header");
    }

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

    internal MarginException Malformed(string found, string accepted) =>
        new(ErrorCode.TableMalformed, _file, $"line {Text(_parser.RawRow)}", Excerpt(found), accepted);

    private MarginException Refuse(ErrorCode code, int column, string accepted) =>
        new(code, _file, $"line {Text(_parser.RawRow)} {_header[column]}", Excerpt(_fields[column]), accepted);

    private static string Excerpt(string text) => text.Length <= MaxFieldLength ? text : text[..MaxFieldLength];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
