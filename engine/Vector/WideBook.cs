using System;

namespace Verifiable.Engine.Vector;

/// <summary>An account as lanes read it: rows in flat memory, cut into groups and underlyings by their ends.</summary>
/// <param name="options">Its options, by group.</param>
/// <param name="linears">Its other rows, by underlying.</param>
/// <param name="groups">Its groups with options, by underlying.</param>
/// <param name="underlyings">Its underlyings.</param>
public readonly ref struct WideBook(
    ReadOnlySpan<WideRow> options,
    ReadOnlySpan<WideRow> linears,
    ReadOnlySpan<WideGroup> groups,
    ReadOnlySpan<WideUnderlying> underlyings)
{
    /// <summary>Its options, by group.</summary>
    public ReadOnlySpan<WideRow> Options { get; } = options;

    /// <summary>Its other rows, by underlying.</summary>
    public ReadOnlySpan<WideRow> Linears { get; } = linears;

    /// <summary>Its groups with options, by underlying.</summary>
    public ReadOnlySpan<WideGroup> Groups { get; } = groups;

    /// <summary>Its underlyings.</summary>
    public ReadOnlySpan<WideUnderlying> Underlyings { get; } = underlyings;
}
