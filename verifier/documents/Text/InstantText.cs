using System;
using System.Globalization;
using Verifiable.Engine.Units;
using Verifiable.Kernel;

namespace Verifiable.Documents.Text;

/// <summary>Moments as <c>YYYY-MM-DDThh:mm:ssZ</c>, the one accepted spelling.</summary>
public static class InstantText
{
    /// <summary>What is accepted, as a phrase for a refusal.</summary>
    public const string Accepted = "YYYY-MM-DDThh:mm:ssZ from 1970-01-01T00:00:00Z to 2106-02-07T06:28:15Z";

    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const int Length = 20;

    /// <summary>Reads a moment, or says that the text is none.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant)
    {
        instant = default;
        if (text.Length != Length ||
            !DateTime.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime time))
        {
            return false;
        }

        long seconds = (time - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
        bool inRange = seconds is >= 0 and <= Instant.MaxSeconds;
        instant = new Instant(inRange ? seconds : 0);
        return inRange;
    }

    /// <summary>Reads a moment.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.InstantMalformed"/>.</exception>
    public static Instant Parse(string text, string file, string path) =>
        TryParse(text, out Instant instant)
            ? instant
            : throw new MarginException(ErrorCode.InstantMalformed, file, path, text, Accepted);

    /// <summary>The one spelling of a moment.</summary>
    public static string Format(Instant instant) =>
        DateTime.UnixEpoch.AddSeconds(instant.Seconds).ToString(Form, CultureInfo.InvariantCulture);
}
