namespace Verifiable.Chain.Abi;

/// <summary>A named place in a signature: an argument, a result, a struct's member, an event's field.</summary>
/// <param name="Name">The name in the source; may be empty.</param>
/// <param name="Type">The type.</param>
/// <param name="Indexed">True for an event's field that is a topic.</param>
public sealed record AbiParameter(string Name, AbiType Type, bool Indexed = false);
