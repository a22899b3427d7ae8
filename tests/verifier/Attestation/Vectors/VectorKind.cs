namespace Verifiable.Tests.Verifier.Attestation.Vectors;

/// <summary>What a file of the crypto vectors holds, told from its content.</summary>
public enum VectorKind
{
    /// <summary>No known content.</summary>
    Unknown,

    /// <summary>Wycheproof: ECDSA verification over secp256k1.</summary>
    WycheproofEcdsa,

    /// <summary>noble: deterministic nonces.</summary>
    DeterministicNonces,

    /// <summary>noble: private key, digest and signature; refused keys and signatures.</summary>
    SignatureTriples,

    /// <summary>ethers: hashes of bytes.</summary>
    Hashes,

    /// <summary>ethers: EIP-712 typed data with digests.</summary>
    TypedData,

    /// <summary>ethers: RLP, decoded and encoded.</summary>
    RlpCoder,

    /// <summary>ethers: typed transactions, unsigned and signed.</summary>
    TypedTransactions,

    /// <summary>ethers: function signatures with selectors.</summary>
    FunctionSelectors,

    /// <summary>ethereum/tests: RLP, valid and refused.</summary>
    RlpTests,

    /// <summary>ethereum/tests: type-2 transactions, valid and refused.</summary>
    TransactionTests,

    /// <summary>ethereum/tests: keys with addresses and signatures.</summary>
    KeyAddresses,

    /// <summary>ethereum/tests: transactions of type 0 with signatures.</summary>
    LegacyTransactions,

    /// <summary>ethereum/tests: AES in counter mode and an integrated encryption scheme.</summary>
    Ciphers,

    /// <summary>ethereum/tests: the hex-prefix code of trie paths.</summary>
    HexPrefix,

    /// <summary>ethereum/tests: ABI encodings.</summary>
    AbiTests,

    /// <summary>Rows on which viem and ethers agree.</summary>
    Differential,
}
