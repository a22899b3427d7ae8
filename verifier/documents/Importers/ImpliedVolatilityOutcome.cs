namespace Verifiable.Documents.Importers;

/// <summary>Whether a price has a volatility.</summary>
public enum ImpliedVolatilityOutcome
{
    /// <summary>It has one.</summary>
    Solved = 0,

    /// <summary>The price is the intrinsic value or less: no volatility explains it.</summary>
    AtOrBelowIntrinsic = 1,

    /// <summary>The price is above that of the largest volatility the engine takes.</summary>
    AboveModelBound = 2,

    /// <summary>The price lies above the intrinsic value but below the kernel's first value above it.</summary>
    InsideLeastVolatility = 3,
}
