using System;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;
using Verifiable.Kernel;
using Verifiable.Kernel.Numerics;

namespace Verifiable.Documents;

/// <summary>Factors between their decimal form, raw 1e-12, and the engine's scale 2^40.</summary>
internal static class FactorQ40
{
    /// <summary>The factor one.</summary>
    internal const long One = 1L << Bits;

    private const int Bits = 40;

    /// <summary>floor(raw * 2^40 / 10^12).</summary>
    internal static long FromRaw(long raw) => Scale.Convert(raw, Bits);

    /// <summary>
    /// The decimal that converts to this factor. There is at most one, since 2^40 exceeds 10^12; a factor without one
    /// did not come from a document and cannot go into one.
    /// </summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.PrecisionLost"/>.</exception>
    internal static long ToRaw(long factorQ40, string path)
    {
        Int128 scaled = (Int128)factorQ40 * Ratio.One;
        long raw = (long)((scaled + One - 1) >> Bits);
        return FromRaw(raw) == factorQ40
            ? raw
            : throw new MarginException(
                ErrorCode.PrecisionLost,
                "",
                path,
                DecimalText.Format(factorQ40, 0),
                "a factor at scale 2^40 that comes from at most 12 decimal places");
    }
}
