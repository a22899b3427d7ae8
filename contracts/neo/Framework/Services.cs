using Verifiable.Kernel;

namespace Verifiable.Neo.Framework;

/// <summary>What a contract may ask of the node.</summary>
public static class Runtime
{
    /// <summary>The time of the block, in milliseconds since 1970.</summary>
    [Syscall("System.Runtime.GetTime")]
    public static extern long TimeMilliseconds();

    /// <summary>The number of the network: signatures for one are none for another.</summary>
    [Syscall("System.Runtime.GetNetwork")]
    public static extern long Network();

    /// <summary>The contract's own address.</summary>
    [Syscall("System.Runtime.GetExecutingScriptHash")]
    public static extern Hash160 Self();

    /// <summary>The address of whoever called.</summary>
    [Syscall("System.Runtime.GetCallingScriptHash")]
    public static extern Hash160 Caller();

    /// <summary>Whether an account signed the transaction for this contract.</summary>
    /// <param name="account">The account.</param>
    [Syscall("System.Runtime.CheckWitness")]
    public static extern bool HasWitness(Hash160 account);

    /// <summary>Calls a method of a contract and takes a truth value back.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="method">Its method.</param>
    /// <param name="rights">What the callee may do; 15 is everything.</param>
    /// <param name="arguments">Its arguments.</param>
    [Syscall("System.Contract.Call")]
    public static extern bool Call(Hash160 contract, string method, int rights, Items arguments);
}

/// <summary>The contract's storage.</summary>
public static class Storage
{
    /// <summary>What is kept under a key, or a missing value.</summary>
    /// <param name="key">The key, at most 64 bytes.</param>
    [Syscall("System.Storage.Get", OnOwnStorage = true)]
    public static extern Bytes Get(Bytes key);

    /// <summary>Keeps bytes under a key.</summary>
    /// <param name="key">The key, at most 64 bytes.</param>
    /// <param name="content">The bytes.</param>
    [Syscall("System.Storage.Put", OnOwnStorage = true)]
    public static extern void Put(Bytes key, Bytes content);
}

/// <summary>The native contract of hashes and signatures.</summary>
public static class Crypto
{
    private const string CryptoLib = "726cb6e0cd8628a1350a611384688911ab75f51b";

    /// <summary>secp256k1 with SHA-256, by the native contract's numbering.</summary>
    public const int Secp256k1 = 22;

    /// <summary>SHA-256.</summary>
    /// <param name="bytes">What is hashed.</param>
    [NativeCall(CryptoLib, "sha256")]
    public static extern Bytes Sha256(Bytes bytes);

    /// <summary>Whether a signature of a message is a key's.</summary>
    /// <param name="message">The message; its SHA-256 was signed.</param>
    /// <param name="key">A compressed public key.</param>
    /// <param name="signature">r and s, 32 bytes each.</param>
    /// <param name="curve"><see cref="Secp256k1"/>.</param>
    [NativeCall(CryptoLib, "verifyWithECDsa")]
    public static extern bool Verify(Bytes message, Bytes key, Bytes signature, int curve);
}

/// <summary>The native contract of the blocks.</summary>
public static class Ledger
{
    private const string LedgerContract = "da65b600f7124ce6c79950c1772a36403104f2be";

    /// <summary>An earlier block, its hash first; a missing value of one that the node does not keep or does not have
    /// yet.</summary>
    /// <param name="number">The block's number as the machine keeps numbers, or its hash.</param>
    [NativeCall(LedgerContract, "getBlock")]
    public static extern Items Block(Bytes number);
}

/// <summary>How a contract refuses: the call faults, nothing that it did remains, and the message is the
/// name.</summary>
public static class Contract
{
    /// <summary>Refuses by a name unless a condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="name">The name, a literal.</param>
    public static void Require(bool condition, string name)
    {
        if (!condition)
        {
            throw new MarginException(ErrorCode.TransactionReverted, string.Empty, name, string.Empty, string.Empty);
        }
    }
}
