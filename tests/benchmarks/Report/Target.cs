namespace Verifiable.Benchmarks.Report;

/// <summary>What a figure should be at most.</summary>
/// <param name="Name">What is measured, with its unit.</param>
/// <param name="Value">The figure; null where it could not be taken.</param>
/// <param name="Limit">The most.</param>
internal sealed record Target(string Name, double? Value, double Limit)
{
    /// <summary>Whether it holds; null where the figure is missing.</summary>
    public bool? Holds => Value is double value ? value <= Limit : null;
}
