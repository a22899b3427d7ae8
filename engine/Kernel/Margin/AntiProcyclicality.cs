using System;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Kernel.Margin;

/// <summary>
/// The volatility that margin follows: today's, held back by the three tools of article 28 of the EMIR technical
/// standard (Commission Delegated Regulation 153/2013). The standard asks for one of them; any may be switched off.
/// </summary>
public static class AntiProcyclicality
{
    /// <summary>Largest scale, 2^20: a reference of almost nothing must not overflow what it multiplies.</summary>
    public const long MaxScaleQ40 = 1L << 60;

    private const long OneQ40 = 1L << 40;

    /// <summary>
    /// max(s, min(s (1 + buffer), release)) with s = max(floor, (1 - share) today + share stressed); each product
    /// rounded up.
    /// </summary>
    /// <remarks>
    /// A buffer is there to be used up when requirements rise. Here that needs no memory: up to release / (1 + buffer)
    /// the whole buffer is added, from there the result stands still at the release, and beyond it s alone counts. It
    /// never falls as today's volatility rises, and rises by no step. A floor above the release leaves no buffer.
    /// </remarks>
    /// <param name="todayQ46">Today's volatility, not negative.</param>
    /// <param name="stressedQ46">That of a stressed period (article 28(1)(b)).</param>
    /// <param name="shareQ40">Its weight, 0 to 1; the standard's is a quarter.</param>
    /// <param name="floorQ46">That of ten years (article 28(1)(c)); 0 for none.</param>
    /// <param name="bufferQ40">The buffer (article 28(1)(a)), not negative; the standard's is a quarter, 0 is
    /// none.</param>
    /// <param name="releaseQ46">From which the buffer is used up.</param>
    /// <returns>The volatility, Q46, at most (1 + buffer) times the largest of the first, second and fourth.</returns>
    public static long Volatility(
        long todayQ46, long stressedQ46, long shareQ40, long floorQ46, long bufferQ40, long releaseQ46)
    {
        long ownQ40 = Saturation.Between(OneQ40 - shareQ40, 0, OneQ40);
        long blendQ46 = CeilOf(todayQ46, ownQ40) + CeilOf(stressedQ46, OneQ40 - ownQ40);
        long heldQ46 = blendQ46 > floorQ46 ? blendQ46 : floorQ46;
        long bufferedQ46 = heldQ46 + CeilOf(heldQ46, bufferQ40);
        long releasedQ46 = bufferedQ46 < releaseQ46 ? bufferedQ46 : releaseQ46;
        return heldQ46 > releasedQ46 ? heldQ46 : releasedQ46;
    }

    /// <summary>max(1, ceil(volatility / reference)): what multiplies the scan's loss.</summary>
    /// <param name="volatilityQ46">From <see cref="Volatility"/>.</param>
    /// <param name="referenceQ46">The volatility that the scenarios were made for; less than one unit counts as
    /// one.</param>
    /// <returns>The scale, Q40, from 1 to <see cref="MaxScaleQ40"/>; a calm market never undercuts the
    /// scenarios.</returns>
    public static long ScaleCeil(long volatilityQ46, long referenceQ46)
    {
        long divisor = referenceQ46 < 1 ? 1 : referenceQ46;
        long scaleQ40 = -DivideShift.Clamp(-(Int128)volatilityQ46 << 40, divisor, MaxScaleQ40);
        return scaleQ40 > OneQ40 ? scaleQ40 : OneQ40;
    }

    /// <summary>ceil(volatility * factor), at most 2^60: a hundred times what listing accepts.</summary>
    private static long CeilOf(long volatilityQ46, long factorQ40) =>
        -MulShift.Clamp(-volatilityQ46, factorQ40, 40, 1L << 60);
}
