using System;

namespace Verifiable.Engine.Units;

/// <summary>A moment in whole seconds since 1970-01-01T00:00:00Z.</summary>
/// <param name="Seconds">Unix seconds, from 0 to <see cref="MaxSeconds"/>.</param>
public readonly record struct Instant(long Seconds) : IComparable<Instant>
{
    /// <summary>2106-02-07T06:28:15Z, the last second of 32 unsigned bits.</summary>
    public const long MaxSeconds = uint.MaxValue;

    /// <inheritdoc/>
    public int CompareTo(Instant other) => Seconds.CompareTo(other.Seconds);

    /// <summary>Whether the left moment is earlier.</summary>
    public static bool operator <(Instant left, Instant right) => left.Seconds < right.Seconds;

    /// <summary>Whether the left moment is later.</summary>
    public static bool operator >(Instant left, Instant right) => left.Seconds > right.Seconds;

    /// <summary>Whether the left moment is not later.</summary>
    public static bool operator <=(Instant left, Instant right) => left.Seconds <= right.Seconds;

    /// <summary>Whether the left moment is not earlier.</summary>
    public static bool operator >=(Instant left, Instant right) => left.Seconds >= right.Seconds;
}
