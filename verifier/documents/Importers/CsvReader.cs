using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using CsvHelper;
using CsvHelper.Configuration;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>
/// A comma-separated table, RFC 4180 and strict: records end in LF or CRLF, a quote stands only around a whole field or
/// doubled inside it, and every record has as many fields as the first. What is outside is refused with its line.
/// </summary>
public sealed class CsvReader : IDisposable
{
    /// <summary>Most fields of a record.</summary>
    private const int MaxFields = 256;

    /// <summary>Most characters of a field.</summary>
    private const int MaxFieldLength = 1 << 16;

    private readonly string _file;
    private readonly CsvParser _parser;
    private int _fieldsPerRecord;

    /// <summary>A reader that stands before the first record.</summary>
    /// <param name="file">The file's name, for refusals.</param>
    /// <param name="text">The file's text.</param>
    public CsvReader(string file, string text)
    {
        _file = file;
        RequireLines(text);
        _parser = new CsvParser(new StringReader(text), new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            IgnoreBlankLines = false,
            // As it stands, with its quotes doubled.
            MaxFieldSize = 2 * MaxFieldLength,
            LineBreakInQuotedFieldIsBadData = false,
            BadDataFound = bad => throw Malformed(bad.Field, "quotes only around a whole field, doubled inside it"),
        });
    }

    /// <summary>The line on which the last record begins; quoted fields may span several.</summary>
    public int Line { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => _parser.Dispose();

    /// <summary>Reads the next record.</summary>
    /// <param name="fields">Receives the record's fields.</param>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.TableMalformed"/>.</exception>
    public bool TryRead(List<string> fields)
    {
        fields.Clear();
        Line = _parser.RawRow + 1;
        try
        {
            if (!_parser.Read())
            {
                return false;
            }

            RequireCount(_parser.Count);

            // A field is unquoted, and so found to be malformed, when it is asked for.
            for (int column = 0; column < _parser.Count; column++)
            {
                fields.Add(_parser[column].Length <= MaxFieldLength ? _parser[column] : throw TooLong());
            }
        }
        catch (MaxFieldSizeException)
        {
            throw TooLong();
        }

        return true;
    }

    /// <summary>The refusal of something in the last record.</summary>
    /// <param name="found">What stands there.</param>
    /// <param name="accepted">What would be accepted.</param>
    public MarginException Malformed(string found, string accepted)
    {
        string place = $"line {Line.ToString(CultureInfo.InvariantCulture)}";
        return new MarginException(ErrorCode.TableMalformed, _file, place, Excerpt.Of(found), accepted);
    }

    private MarginException TooLong() => Malformed(string.Empty, $"at most {MaxFieldLength} characters a field");

    /// <summary>
    /// What the library does not refuse: it takes a CR for the end of a line, and holds all fields of a record before
    /// it tells how many they are.
    /// </summary>
    private void RequireLines(string text)
    {
        ReadOnlySpan<char> rest = text;
        while (!rest.IsEmpty)
        {
            Line++;
            int end = rest.IndexOf('\n');
            ReadOnlySpan<char> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            int carriageReturn = line.IndexOf('\r');
            if (carriageReturn >= 0 && (end < 0 || carriageReturn != line.Length - 1))
            {
                throw Malformed(string.Empty, "CR only before LF");
            }

            if (line.Count(',') > MaxFieldLength)
            {
                throw Malformed(string.Empty, $"at most {MaxFields} fields");
            }
        }
    }

    private void RequireCount(int count)
    {
        if (count > MaxFields)
        {
            throw Malformed(string.Empty, $"at most {MaxFields} fields");
        }

        _fieldsPerRecord = _fieldsPerRecord == 0 ? count : _fieldsPerRecord;
        if (count != _fieldsPerRecord)
        {
            string wanted = _fieldsPerRecord.ToString(CultureInfo.InvariantCulture);
            throw Malformed(
                $"{count.ToString(CultureInfo.InvariantCulture)} fields", $"{wanted} fields, as in the header");
        }
    }
}
