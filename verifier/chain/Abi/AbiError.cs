using System.Collections.Immutable;

namespace Verifiable.Chain.Abi;

/// <summary>A custom error of a contract.</summary>
/// <param name="Name">The name.</param>
/// <param name="Inputs">The offending values that it carries.</param>
public sealed record AbiError(string Name, ImmutableArray<AbiParameter> Inputs)
{
    /// <summary>The name and the argument types, as they are hashed.</summary>
    public string Signature { get; } = $"{Name}{AbiType.Signature(Inputs)}";

    /// <summary>The selector that starts the revert data.</summary>
    public Selector Selector { get; } = Selector.Of($"{Name}{AbiType.Signature(Inputs)}");
}
