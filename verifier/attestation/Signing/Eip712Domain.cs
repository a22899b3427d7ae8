using System;
using System.Collections.Generic;
using System.Numerics;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Attestation.Signing;

/// <summary>
/// An EIP-712 domain: what keeps a signature from being used by another application, contract or chain.
/// </summary>
/// <param name="Name">The application's name; null leaves the member out.</param>
/// <param name="Version">The version of the signed types; null leaves the member out.</param>
/// <param name="ChainId">The chain, 0 to 2^256 - 1; null leaves the member out.</param>
/// <param name="VerifyingContract">The contract that checks the signature; null leaves the member out.</param>
/// <param name="Salt">A last resort against collisions; null leaves the member out.</param>
public sealed record Eip712Domain(
    string? Name = null,
    string? Version = null,
    BigInteger? ChainId = null,
    Address? VerifyingContract = null,
    Bytes32? Salt = null)
{
    /// <summary>The name of the domain's own struct type.</summary>
    public const string TypeName = "EIP712Domain";

    /// <summary>The largest chain id: it is one ABI word.</summary>
    public static readonly BigInteger MaxChainId = BigInteger.Pow(2, 256) - 1;

    private const ushort Prefix = 0x1901;

    /// <summary>The members in use with their types, in the order of the standard.</summary>
    public IReadOnlyList<(string Name, string Type)> Members
    {
        get
        {
            List<(string, string)> members = [];
            AddWhere(Name is not null, "name", "string");
            AddWhere(Version is not null, "version", "string");
            AddWhere(ChainId is not null, "chainId", "uint256");
            AddWhere(VerifyingContract is not null, "verifyingContract", "address");
            AddWhere(Salt is not null, "salt", "bytes32");
            return members;

            void AddWhere(bool inUse, string name, string type)
            {
                if (inUse)
                {
                    members.Add((name, type));
                }
            }
        }
    }

    /// <summary>The hash of the domain's struct.</summary>
    public Bytes32 Separator()
    {
        WordList words = new WordList().Add(TypeHash());
        AddText(Name);
        AddText(Version);
        AddWord(ChainId is { } chain ? RightAligned(chain) : null);
        AddWord(VerifyingContract?.Word);
        AddWord(Salt);
        return words.Hash();

        void AddText(string? text) =>
            AddWord(text is null ? null : Keccak256.Hash(System.Text.Encoding.UTF8.GetBytes(text)));

        void AddWord(Bytes32? word)
        {
            if (word is { } inUse)
            {
                words.Add(inUse);
            }
        }
    }

    /// <summary>The digest that is signed: the hash of 0x1901, the separator and the struct's hash.</summary>
    public Bytes32 Digest(Bytes32 structHash)
    {
        Span<byte> preimage = stackalloc byte[sizeof(ushort) + (2 * Bytes32.Length)];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(preimage, Prefix);
        Separator().Write(preimage[sizeof(ushort)..]);
        structHash.Write(preimage[(sizeof(ushort) + Bytes32.Length)..]);
        return Keccak256.Hash(preimage);
    }

    private Bytes32 TypeHash()
    {
        List<string> members = [];
        foreach ((string name, string type) in Members)
        {
            members.Add($"{type} {name}");
        }

        return Keccak256.Hash(System.Text.Encoding.ASCII.GetBytes($"{TypeName}({string.Join(',', members)})"));
    }

    private static Bytes32 RightAligned(BigInteger number)
    {
        Span<byte> word = stackalloc byte[Bytes32.Length];
        word.Clear();
        number.TryWriteBytes(word[(Bytes32.Length - number.GetByteCount(isUnsigned: true))..], out _, true, true);
        return Bytes32.Read(word);
    }
}
