using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Engine.Units;

namespace Verifiable.Testing;

/// <summary>A committee whose keys follow from its name, so that every run has the same addresses.</summary>
public sealed class TestCommittee : IDisposable
{
    /// <summary>A committee of this many signers.</summary>
    /// <param name="name">Committees of different names share no key.</param>
    /// <param name="count">The number of signers.</param>
    /// <param name="threshold">The number of signatures.</param>
    public TestCommittee(string name, int count, int threshold)
    {
        Keys = [.. Enumerable.Range(0, count).Select(index => KeyOf(name, index))];
        Signers = new SignerSet([.. Keys.Select(key => key.Address)], threshold);
    }

    /// <summary>The keys in the order of their bits.</summary>
    public ImmutableArray<PrivateKey> Keys { get; }

    /// <summary>The addresses and the threshold.</summary>
    public SignerSet Signers { get; }

    /// <summary>The signatures of the first signers, as many as the threshold wants.</summary>
    public CommitteeSignatures Sign(Bytes32 digest) => Keys
        .Take(Signers.Threshold)
        .Aggregate(
            CommitteeSignatures.None(Signers),
            (signatures, key) => signatures.With(digest, Secp256k1.Sign(digest, key)));

    /// <summary>Overwrites the keys.</summary>
    public void Dispose()
    {
        foreach (PrivateKey key in Keys)
        {
            key.Dispose();
        }
    }

    private static PrivateKey KeyOf(string name, int index)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"Verifiable test key {name} {index}");
        return new PrivateKey(Keccak256.Hash(Encoding.UTF8.GetBytes(text)).ToArray());
    }
}
