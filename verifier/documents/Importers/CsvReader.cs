using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using Verifiable.Kernel;

namespace Verifiable.Documents.Importers;

/// <summary>
/// RFC 4180 and nothing more: records end in LF or CRLF, a quote stands only around a whole field or doubled inside it,
/// and every record has as many fields as the first. What is outside is refused with its line.
/// </summary>
internal sealed class CsvReader(string file, string text)
{
    /// <summary>Most fields of a record.</summary>
    private const int MaxFields = 256;

    /// <summary>Most characters of a field.</summary>
    private const int MaxFieldLength = 1 << 16;

    private readonly StringBuilder _quoted = new();
    private int _position;
    private int _nextLine = 1;
    private int _fieldsPerRecord;

    /// <summary>The line on which the last record begins; quoted fields may span several.</summary>
    public int Line { get; private set; }

    /// <summary>Reads the next record.</summary>
    /// <param name="fields">Receives the record's fields.</param>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="MarginException"><see cref="ErrorCode.TableMalformed"/>.</exception>
    public bool TryRead(List<string> fields)
    {
        fields.Clear();
        Line = _nextLine;
        if (_position == text.Length)
        {
            return false;
        }

        bool ended = false;
        while (!ended)
        {
            if (fields.Count == MaxFields)
            {
                throw Malformed(string.Empty, $"at most {MaxFields} fields");
            }

            fields.Add(At('"') ? ReadQuoted() : ReadPlain());
            ended = !Take(',');
        }

        TakeLineEnd();
        _fieldsPerRecord = _fieldsPerRecord == 0 ? fields.Count : _fieldsPerRecord;
        return fields.Count == _fieldsPerRecord
            ? true
            : throw Malformed(
                $"{fields.Count.ToString(CultureInfo.InvariantCulture)} fields",
                $"{_fieldsPerRecord.ToString(CultureInfo.InvariantCulture)} fields, as in the header");
    }

    private string ReadPlain()
    {
        int length = text.AsSpan(_position).IndexOfAny(",\"\r\n");
        int end = length < 0 ? text.Length : _position + length;
        string field = text[_position..end];
        _position = end;
        if (At('"'))
        {
            throw Malformed(field, "a quote only around a whole field");
        }

        return field.Length <= MaxFieldLength ? field : throw TooLong(field);
    }

    private string ReadQuoted()
    {
        _quoted.Clear();
        _position++;
        while (true)
        {
            int length = text.AsSpan(_position).IndexOf('"');
            if (length < 0)
            {
                throw Malformed(_quoted.ToString(), "a closing quote");
            }

            ReadOnlySpan<char> part = text.AsSpan(_position, length);
            _quoted.Append(part);
            _nextLine += part.Count('\n');
            _position += length + 1;
            if (_quoted.Length > MaxFieldLength)
            {
                throw TooLong(_quoted.ToString());
            }

            if (!Take('"'))
            {
                return _quoted.ToString();
            }

            _quoted.Append('"');
        }
    }

    private void TakeLineEnd()
    {
        if (_position == text.Length)
        {
            return;
        }

        Take('\r');
        if (!Take('\n'))
        {
            string found = _position < text.Length ? text[_position].ToString() : "end of file";
            throw Malformed(found, "a comma, LF or CRLF after a field");
        }

        _nextLine++;
    }

    private bool At(char character) => _position < text.Length && text[_position] == character;

    private bool Take(char character)
    {
        bool taken = At(character);
        _position += taken ? 1 : 0;
        return taken;
    }

    private MarginException TooLong(string field) => Malformed(field, $"at most {MaxFieldLength} characters a field");

    private MarginException Malformed(string found, string accepted)
    {
        string place = $"line {Line.ToString(CultureInfo.InvariantCulture)}";
        return new MarginException(ErrorCode.TableMalformed, file, place, Excerpt.Of(found), accepted);
    }
}
