using System;
using System.Collections.Immutable;
using System.Linq;
using Verifiable.Kernel;

namespace Verifiable.Chain.Abi;

/// <summary>A value with the name that the ABI gives it.</summary>
/// <param name="Name">The name in the source; may be empty.</param>
/// <param name="Value">The value.</param>
public sealed record NamedValue(string Name, AbiValue Value)
{
    /// <summary><c>name: value</c>, or the value alone.</summary>
    public override string ToString() => Name.Length == 0 ? Value.ToString() : $"{Name}: {Value}";
}

/// <summary>Named values in the order of their declaration, equal by content.</summary>
/// <param name="Items">The values.</param>
public sealed record NamedValues(ImmutableArray<NamedValue> Items)
{
    /// <summary>The value of a name.</summary>
    /// <exception cref="MarginException"><see cref="ErrorCode.AbiMalformed"/>: no value has the name.</exception>
    public AbiValue this[string name] =>
        Items.FirstOrDefault(item => item.Name == name)?.Value
        ?? throw new MarginException(ErrorCode.AbiMalformed, "ABI", "name", name, ToString());

    /// <summary>The values beside the names of their declaration.</summary>
    internal static NamedValues Of(ImmutableArray<AbiParameter> parameters, ImmutableArray<AbiValue> values) =>
        new([.. parameters.Zip(values, (parameter, value) => new NamedValue(parameter.Name, value))]);

    /// <inheritdoc/>
    public bool Equals(NamedValues? other) => other is not null && Items.AsSpan().SequenceEqual(other.Items.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (NamedValue item in Items)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary><c>(equity: 1, required: 2)</c>.</summary>
    public override string ToString() => $"({string.Join(", ", Items.Select(item => item.ToString()))})";
}
