using System;
using System.Globalization;
using System.Text.Json;
using Verifiable.Engine.Units;

namespace Verifiable.Tests.Engine.Margin.Derive;

/// <summary>Numbers of published case files as units.</summary>
internal static class CaseNumber
{
    private const decimal LastPlace = 0.000000000001m;

    /// <summary>
    /// A JSON number, or a string that begins with one; "0.4 less one unit" is a confidence just below a threshold.
    /// </summary>
    public static decimal Of(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return decimal.Parse(element.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
        }

        string text = element.GetString()!;
        string[] words = text.Split(' ');
        decimal number = decimal.Parse(words[0], NumberStyles.Float, CultureInfo.InvariantCulture);
        return text.Contains(" less one unit", StringComparison.Ordinal) ? number - LastPlace : number;
    }

    public static decimal Of(JsonElement parent, string name) => Of(parent.GetProperty(name));

    /// <summary>The member's number, or the default where there is none.</summary>
    public static decimal Of(JsonElement parent, string name, decimal otherwise) =>
        parent.TryGetProperty(name, out JsonElement found) && found.ValueKind != JsonValueKind.Null
            ? Of(found)
            : otherwise;

    public static Price Price(decimal number) => new(Raw(number, 8));

    public static Quantity Quantity(decimal number) => new(Raw(number, 8));

    public static Ratio Ratio(decimal number) => new(Raw(number, 12));

    public static Money Money(decimal number) => new(Raw(number, 6));

    public static long Q40(decimal number) => (long)decimal.Round(number * (1L << 40));

    private static long Raw(decimal number, int places)
    {
        decimal scale = 1;
        for (int place = 0; place < places; place++)
        {
            scale *= 10;
        }

        return (long)decimal.Round(number * scale);
    }
}
