using System;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Verifiable.Kernel;

namespace Verifiable.Documents.Json;

/// <summary>
/// Reads one JSON document strictly and forward only: every member known, none twice, none missing, every value of the
/// type asked for. It knows the JSON pointer of the value it stands on, so each refusal names its place.
/// </summary>
/// <remarks>Time and memory are linear in the bytes: a value that nobody asked for is refused unread.</remarks>
internal ref struct JsonCursor
{
    private const int MaxDepth = 16;

    private readonly string _file;
    private readonly JsonPlace[] _places;
    private Utf8JsonReader _reader;
    private int _depth;

    /// <summary>Stands on the document's first value.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.DocumentTooLarge"/> or <see cref="ErrorCode.JsonMalformed"/>.
    /// </exception>
    internal JsonCursor(ReadOnlySpan<byte> json, string file, int maxBytes)
    {
        _file = file;
        _places = new JsonPlace[MaxDepth];
        _reader = new Utf8JsonReader(json);
        if (json.Length > maxBytes)
        {
            RefuseSize(json.Length, maxBytes);
        }

        if (json.StartsWith(Encoding.UTF8.Preamble))
        {
            Refuse(ErrorCode.JsonMalformed, "EF BB BF", "UTF-8 without a byte order mark");
        }

        if (!Utf8.IsValid(json))
        {
            Refuse(ErrorCode.JsonMalformed, "bytes that are not UTF-8", "UTF-8");
        }

        Advance();
    }

    /// <summary>The member that the cursor stands on; empty outside objects.</summary>
    internal readonly string Member => _depth == 0 ? string.Empty : _places[_depth - 1].Member;

    /// <summary>The type of the value that the cursor stands on.</summary>
    internal readonly JsonTokenType Token => _reader.TokenType;

    /// <summary>The JSON pointer of the value that the cursor stands on.</summary>
    internal readonly string Path
    {
        get
        {
            StringBuilder path = new();
            for (int i = 0; i < _depth; i++)
            {
                _places[i].AppendTo(path);
            }

            return path.ToString();
        }
    }

    /// <summary>Refuses a document of another schema before any of its members is judged.</summary>
    /// <exception cref="MarginException">
    /// <see cref="ErrorCode.SchemaUnknown"/>, or <see cref="ErrorCode.DocumentKindMismatch"/>.
    /// </exception>
    internal readonly void RequireSchema(string schema)
    {
        bool isNamed = TryFind("schema", out JsonCursor found);
        if (isNamed && (found.Token != JsonTokenType.String || !found.IsText(schema)))
        {
            string? kind = found.Token == JsonTokenType.String ? DocumentKind.Of(found.Shown()) : null;
            bool isOther = kind is not null && kind != DocumentKind.Of(schema);
            found.Refuse(
                isOther ? ErrorCode.DocumentKindMismatch : ErrorCode.SchemaUnknown, found.Shown(), schema);
        }
    }

    /// <summary>
    /// A second cursor on a member of the root object, for a member on which the reading of others depends; it leaves
    /// this cursor where it is.
    /// </summary>
    /// <returns>Whether the root object has the member.</returns>
    internal readonly bool TryFind(string member, out JsonCursor found)
    {
        found = this;
        found.Expect(JsonTokenType.StartObject, "an object");
        do
        {
            found.Advance();
            if (found._reader.CurrentDepth > MaxDepth)
            {
                found.Refuse(ErrorCode.DocumentTooLarge, "deeper nesting", $"at most {MaxDepth} levels");
            }
        }
        while (!found.IsAtRootMember(member) && found._reader.CurrentDepth > 0);

        bool isFound = found._reader.CurrentDepth > 0;
        if (isFound)
        {
            found._places[found._depth++] = new JsonPlace(member);
            found.Advance();
        }

        return isFound;
    }

    /// <summary>Enters the object that the cursor stands on.</summary>
    internal JsonMembers BeginObject(JsonShape shape)
    {
        Expect(JsonTokenType.StartObject, "an object");
        _places[_depth++] = default;
        return new JsonMembers(shape);
    }

    /// <summary>Moves to the next member's value; false, and out of the object, after the last.</summary>
    internal bool NextMember(ref JsonMembers members)
    {
        Advance();
        if (Token == JsonTokenType.EndObject)
        {
            _depth--;
            if (members.Shape.FirstMissing(members.Seen) is { } missing)
            {
                RefuseAt(missing, ErrorCode.MemberMissing, string.Empty, $"the member {missing}");
            }

            return false;
        }

        // Until its name is read, the member has none to show.
        _places[_depth - 1] = new JsonPlace(string.Empty);
        string[] names = members.Shape.Names;
        int index = 0;
        while (index < names.Length && !IsText(names[index]))
        {
            index++;
        }

        string name = index < names.Length ? names[index] : Shown();
        _places[_depth - 1] = new JsonPlace(name);
        if (index == names.Length)
        {
            Refuse(ErrorCode.MemberUnknown, name, members.Shape.Accepted);
        }

        if ((members.Seen >> index & 1) != 0)
        {
            Refuse(ErrorCode.MemberDuplicate, name, "each member once");
        }

        members.Seen |= 1UL << index;
        Advance();
        return true;
    }

    /// <summary>Enters the array that the cursor stands on.</summary>
    internal void BeginArray()
    {
        Expect(JsonTokenType.StartArray, "an array");
        _places[_depth++] = new JsonPlace(-1);
    }

    /// <summary>Moves to the next element; false, and out of the array, after the last.</summary>
    internal bool NextElement()
    {
        Advance();
        if (Token == JsonTokenType.EndArray)
        {
            _depth--;
            return false;
        }

        _places[_depth - 1] = new JsonPlace(_places[_depth - 1].Index + 1);
        return true;
    }

    /// <summary>The text that the cursor stands on.</summary>
    internal string Text(string accepted)
    {
        Expect(JsonTokenType.String, accepted);
        return Unescape();
    }

    /// <summary>A whole number, written as a JSON number without sign, fraction or exponent.</summary>
    internal ulong WholeNumber(ulong minimum, ulong maximum)
    {
        string accepted = string.Create(CultureInfo.InvariantCulture, $"a whole number from {minimum} to {maximum}");
        Expect(JsonTokenType.Number, accepted);
        ReadOnlySpan<byte> digits = _reader.ValueSpan;
        bool read = ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number);
        if (!read || number < minimum || number > maximum)
        {
            Refuse(ErrorCode.NumberOutOfRange, Shown(), accepted);
        }

        return number;
    }

    /// <summary>Requires that nothing follows the document.</summary>
    internal void End()
    {
        if (TryAdvance())
        {
            Refuse(ErrorCode.JsonMalformed, Shown(), "nothing after the document");
        }
    }

    /// <summary>Refuses the value that the cursor stands on.</summary>
    [DoesNotReturn]
    internal readonly void Refuse(ErrorCode code, string value, string accepted) =>
        throw new MarginException(code, _file, Path, JsonPlace.Cut(value), accepted);

    /// <summary>Refuses a member or element of the value that the cursor stands on, or has just left.</summary>
    [DoesNotReturn]
    internal readonly void RefuseAt(string relativePath, ErrorCode code, string value, string accepted) =>
        throw new MarginException(code, _file, $"{Path}/{relativePath}", JsonPlace.Cut(value), accepted);

    private readonly bool IsAtRootMember(string member) =>
        _reader.CurrentDepth == 1 && Token == JsonTokenType.PropertyName && IsText(member);

    /// <summary>Requires a type of the value that the cursor stands on.</summary>
    internal readonly void Expect(JsonTokenType token, string accepted)
    {
        if (Token != token)
        {
            Refuse(ErrorCode.TypeMismatch, Shown(), accepted);
        }
    }

    /// <summary>The scalar that the cursor stands on as text; containers by their name.</summary>
    private readonly string Shown() => Token switch
    {
        JsonTokenType.String or JsonTokenType.PropertyName => Unescape(),
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        _ => Encoding.UTF8.GetString(_reader.ValueSpan),
    };

    [DoesNotReturn]
    private readonly void RefuseSize(int length, int maxBytes)
    {
        string found = string.Create(CultureInfo.InvariantCulture, $"{length} bytes");
        string accepted = string.Create(CultureInfo.InvariantCulture, $"at most {maxBytes} bytes");
        Refuse(ErrorCode.DocumentTooLarge, found, accepted);
    }

    private readonly bool IsText(string text) =>
        _reader.ValueIsEscaped ? Unescape() == text : _reader.ValueTextEquals(text);

    private readonly string Unescape()
    {
        try
        {
            return _reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped surrogate without its other half: no text.
            Refuse(ErrorCode.JsonMalformed, Encoding.UTF8.GetString(_reader.ValueSpan), "paired surrogates");
            throw;
        }
    }

    private void Advance()
    {
        if (!TryAdvance())
        {
            Refuse(ErrorCode.JsonMalformed, "the end of the file", "a complete JSON document");
        }
    }

    private bool TryAdvance()
    {
        try
        {
            return _reader.Read();
        }
        catch (JsonException malformed)
        {
            string place = string.Create(
                CultureInfo.InvariantCulture,
                $"line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}");
            throw new MarginException(ErrorCode.JsonMalformed, _file, place, string.Empty, "one JSON document");
        }
    }
}
