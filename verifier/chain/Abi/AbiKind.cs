namespace Verifiable.Chain.Abi;

/// <summary>
/// The shapes of ABI types that this client speaks; fixed-point numbers and function types it refuses.
/// </summary>
public enum AbiKind
{
    /// <summary><c>uint8</c> to <c>uint256</c>.</summary>
    UnsignedNumber,

    /// <summary><c>int8</c> to <c>int256</c>.</summary>
    SignedNumber,

    /// <summary><c>bool</c>.</summary>
    Boolean,

    /// <summary><c>address</c>.</summary>
    Address,

    /// <summary><c>bytes1</c> to <c>bytes32</c>.</summary>
    FixedBytes,

    /// <summary><c>bytes</c>.</summary>
    Bytes,

    /// <summary><c>string</c>, which must be UTF-8.</summary>
    Text,

    /// <summary><c>T[n]</c>.</summary>
    FixedArray,

    /// <summary><c>T[]</c>.</summary>
    Array,

    /// <summary>A struct: its members in order.</summary>
    Tuple,
}
