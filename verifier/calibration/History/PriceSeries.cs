using System.Collections.Immutable;
using Verifiable.Documents.Text;
using Verifiable.Engine.Units;

namespace Verifiable.Calibration.History;

/// <summary>One asset's prices, in the order of the file: nothing is sorted, filled or dropped.</summary>
/// <param name="Name">The column's or the asset's name, as the file has it.</param>
/// <param name="Bars">The bars; a blank cell makes none.</param>
public sealed record PriceSeries(string Name, ImmutableArray<PriceBar> Bars)
{
    /// <summary>Where the file has each bar, and its close in integers; empty where there is no file.</summary>
    public ImmutableArray<PriceOrigin> Origins { get; init; } = [];

    /// <summary>
    /// Bars from which on the name means something else, ascending: the step to them is no return.
    /// </summary>
    public ImmutableArray<Instant> Breaks { get; init; } = [];

    /// <summary>The underlying that the name spells; nothing where it spells none.</summary>
    internal UnderlyingId Underlying =>
        NameText.TryParseUnderlying(Name, out UnderlyingId underlying) ? underlying : default;

    /// <summary>The line of a bar; 0 where it is not known.</summary>
    /// <param name="bar">The bar's index.</param>
    internal int LineOf(int bar) => Origins.IsEmpty ? 0 : Origins[bar].Line;
}

/// <summary>Where a bar comes from.</summary>
/// <param name="Line">The line of the file, from 1.</param>
/// <param name="Close">The close, exactly; zero where the file was read as doubles only.</param>
public readonly record struct PriceOrigin(int Line, Price Close);
