using System;
using System.Globalization;
using System.Text;

namespace Verifiable.Documents.Json;

/// <summary>One step of a JSON pointer: a member's name or an element's index.</summary>
internal readonly struct JsonPlace
{
    private const int MaxShownLength = 80;

    private readonly string? _member;

    /// <summary>The step to a member.</summary>
    internal JsonPlace(string member) => _member = member;

    /// <summary>The step to an element.</summary>
    internal JsonPlace(int index) => Index = index;

    /// <summary>The element's index; zero for a member.</summary>
    internal int Index { get; }

    /// <summary>The member's name; empty for an element.</summary>
    internal string Member => _member ?? string.Empty;

    /// <summary>Text for a refusal, cut so that a huge value is not repeated.</summary>
    internal static string Cut(string text) =>
        text.Length <= MaxShownLength ? text : string.Concat(text.AsSpan(0, MaxShownLength), "...");

    /// <summary>Appends the step with the escapes of RFC 6901.</summary>
    internal void AppendTo(StringBuilder path)
    {
        string step = _member is null
            ? Index.ToString(CultureInfo.InvariantCulture)
            : Cut(_member).Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        path.Append('/').Append(step);
    }
}
