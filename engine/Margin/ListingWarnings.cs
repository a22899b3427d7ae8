using System;

namespace Verifiable.Engine.Margin;

/// <summary>What a listing accepts but its reader should know.</summary>
[Flags]
public enum ListingWarnings
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Fewer than ten unweighted scenarios lie in the tail: the measure rests on a handful of days.</summary>
    TailThin = 1,

    /// <summary>A scan over a set that also has tail scenarios, which it does not read.</summary>
    TailUnread = 2,
}
