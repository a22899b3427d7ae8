using System;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.History;

/// <summary>Times of bars in names and labels.</summary>
internal static class BarTime
{
    private const string Midnight = "T00:00:00Z";

    /// <summary>A date if it is midnight UTC, else the moment.</summary>
    internal static string Format(Instant time)
    {
        string text = InstantText.Format(time);
        return text.EndsWith(Midnight, StringComparison.Ordinal) ? text[..^Midnight.Length] : text;
    }
}
