using System;

namespace Verifiable.Tests.Support;

/// <summary>How large a test by random cases is: <c>scripts/test.sh --long</c> runs ten times as many.</summary>
public static class Campaign
{
    /// <summary>Whether the long campaigns run.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("VERIFIABLE_LONG") == "1";

    /// <summary>The number of cases, from that of an ordinary run.</summary>
    public static int Scale(int cases) => IsLong ? 10 * cases : cases;
}
