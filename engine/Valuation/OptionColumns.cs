namespace Verifiable.Engine.Valuation;

/// <summary>What the cells of one option's row are computed from, by column.</summary>
internal sealed class OptionColumns(int count)
{
    /// <summary>f, the column's forward over the snapshot's.</summary>
    internal long[] FactorsQ40 { get; } = new long[count];

    /// <summary>ln f; 0 where f is 0.</summary>
    internal long[] LogFactorsQ46 { get; } = new long[count];

    /// <summary>Total volatility.</summary>
    internal long[] TotalsQ46 { get; } = new long[count];

    /// <summary>Its inverse.</summary>
    internal long[] ReciprocalsQ38 { get; } = new long[count];

    /// <summary>The largest factor.</summary>
    internal long LargestFactorQ40 { get; set; }
}
