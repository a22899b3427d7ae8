namespace Verifiable.Attestation.Signing;

/// <summary>A member of an EIP-712 struct.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type as written, arrays included.</param>
internal readonly record struct TypedDataMember(string Name, string Type);
