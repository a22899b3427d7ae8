using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>What a position costs more because its market could not take it over at once.</summary>
/// <remarks>
/// The ladder is that of dYdX v4's margin scaled by open interest (R9 of the reference models: base fraction up to a
/// lower cap, then in proportion up to an upper cap), here on one account's own size and on top of the base. The share
/// grows from zero, so there is no step at the lower size, and size times share is convex between the two: splitting a
/// position among accounts is what it makes worth while, and what a check of linked accounts must watch.
/// </remarks>
public static class Concentration
{
    /// <summary>share * (size - lower) / (upper - lower), 0 below and the whole share above; rounded up.</summary>
    /// <param name="size">Gross delta-equivalent size of one underlying, raw 1e-8, not negative.</param>
    /// <param name="lower">Size up to which nothing is added.</param>
    /// <param name="upper">Size from which the whole share is.</param>
    /// <param name="shareQ40">The whole share, not negative.</param>
    /// <returns>The share, Q40, from 0 to <paramref name="shareQ40"/>; grows with the size.</returns>
    public static long ShareCeil(long size, long lower, long upper, long shareQ40)
    {
        if (size <= lower)
        {
            return 0;
        }

        return size >= upper
            ? shareQ40
            : -DivideShift.Clamp(-(Int128)shareQ40 * ((Int128)size - lower), upper - lower, MoneyRange.Limit);
    }

    /// <summary>
    /// ceil(|quantity| * |up - down| / width), at most |quantity|: the size of the future that moves as much when the
    /// forward goes from the lower to the upper of two moves. A delta by difference needs no formula of its own.
    /// </summary>
    /// <param name="quantity">Raw 1e-8, signed.</param>
    /// <param name="upQ40">The option's cell with the forward up.</param>
    /// <param name="downQ40">Its cell with the forward down.</param>
    /// <param name="widthQ40">What lies between the two forwards; without any, an option counts whole.</param>
    public static long DeltaSizeCeil(long quantity, long upQ40, long downQ40, long widthQ40)
    {
        long size = quantity < 0 ? -quantity : quantity;
        Int128 moved = (Int128)upQ40 - downQ40;
        Int128 magnitude = moved < 0 ? -moved : moved;
        return magnitude >= widthQ40 ? size : -DivideShift.Clamp(-size * magnitude, widthQ40, MoneyRange.Limit);
    }
}
