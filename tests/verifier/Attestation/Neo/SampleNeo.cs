using System;
using System.Linq;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Neo;
using Verifiable.Attestation.Signing;
using Verifiable.Engine.Units;
using Verifiable.Tests.Verifier.Attestation.Bundles;
using Verifiable.Tests.Verifier.Attestation.Evidence;

namespace Verifiable.Tests.Verifier.Attestation.Neo;

/// <summary>The sample bundle of an account whose only collateral is cash, with a part for Neo.</summary>
internal static class SampleNeo
{
    internal static NeoBinding Binding { get; } = NeoBinding.Read(
        """
        { "network": 860833102, "vault": "0xf61897a1d725de17f20480d96015f438e068d957",
          "account": "0x0102030405060708090a0b0c0d0e0f1011121314",
          "recipient": "0x1102030405060708090a0b0c0d0e0f1011121314",
          "sequence": 7, "epoch": 2, "round": 40, "blockNumber": 5000,
          "blockHash": "0x0000000000000000000000000000000000000000000000000000000000000009" }
        """u8.ToArray(),
        "neo.json");

    internal static AttestedInputs Inputs { get; } = SampleBundle.Inputs with
    {
        Book = SampleBundle.Inputs.Book with { Collateral = [] },
    };

    private static readonly Lazy<Bundle> Drawn =
        new(() => NeoTwin.AddTo(SampleBundle.Draft(Inputs), Inputs, Binding));

    private static readonly Lazy<Bundle> Made = new(() => Sign(Drawn.Value, 0, 2));

    internal static Bundle Draft => Drawn.Value;

    internal static Bundle Signed => Made.Value;

    /// <summary>Both signatures of each of these.</summary>
    internal static Bundle Sign(Bundle bundle, params int[] signers) => signers.Aggregate(bundle, (signed, index) =>
    {
        using PrivateKey key = BundleVectors.Key(index);
        return signed.Sign(SampleBundle.Binding.Domain, key);
    });

    /// <summary>The part with its attestation changed, and signed again by who signed it.</summary>
    internal static Bundle Resigned(Func<MarginAttestation, MarginAttestation> change)
    {
        NeoPart part = Draft.Neo! with { Attestation = change(Draft.Neo!.Attestation) };
        return Sign(Draft.WithNeo(part), 0, 2);
    }

    /// <summary>A key's signature of a digest.</summary>
    internal static RecoverableSignature Of(Bytes32 digest, int signer)
    {
        using PrivateKey key = BundleVectors.Key(signer);
        return Secp256k1.Sign(digest, key);
    }
}
