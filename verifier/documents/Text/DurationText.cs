using System;
using System.Globalization;

namespace Verifiable.Documents.Text;

/// <summary>Spans of time as a whole number and a unit: <c>0s</c>, <c>90m</c>, <c>36h</c>, <c>1d</c>.</summary>
public static class DurationText
{
    /// <summary>What is accepted, as a phrase for a refusal.</summary>
    public const string Accepted = "a whole number and a unit s, m, h or d, as 1d, up to 36500d";

    /// <summary>The longest span, a hundred years of 365 days.</summary>
    public const long MaxSeconds = 36_500 * Day;

    private const long Minute = 60;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    /// <summary>Reads a span in seconds, or says that the text is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long seconds)
    {
        seconds = 0;
        long unit = text.Length < 2 ? 0 : UnitSeconds(text[^1]);
        if (unit == 0 || text[0] == '-' || DecimalText.TryParse(text[..^1], 0, out long count) != Kernel.ErrorCode.None)
        {
            return false;
        }

        bool inRange = count <= MaxSeconds / unit;
        seconds = inRange ? count * unit : 0;
        return inRange;
    }

    /// <summary>The span in its largest unit without a remainder.</summary>
    public static string Format(long seconds)
    {
        (long unit, char letter) = seconds switch
        {
            0 => (1, 's'),
            _ when seconds % Day == 0 => (Day, 'd'),
            _ when seconds % Hour == 0 => (Hour, 'h'),
            _ when seconds % Minute == 0 => (Minute, 'm'),
            _ => (1L, 's'),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / unit}{letter}");
    }

    private static long UnitSeconds(char letter) => letter switch
    {
        's' => 1,
        'm' => Minute,
        'h' => Hour,
        'd' => Day,
        _ => 0,
    };
}
