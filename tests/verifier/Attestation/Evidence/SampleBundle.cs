using System;
using System.Linq;
using Verifiable.Attestation.Bundles;
using Verifiable.Attestation.Evidence;
using Verifiable.Attestation.Signing;
using Verifiable.Documents.Hashing;
using Verifiable.Documents.Rows;
using Verifiable.Engine.Instruments;
using Verifiable.Engine.Market;
using Verifiable.Engine.Units;
using Verifiable.Tests.Verifier.Attestation.Bundles;
using Verifiable.Tests.Verifier.Margin;

namespace Verifiable.Tests.Verifier.Attestation.Evidence;

/// <summary>A bundle over one expiry of the committed chain, signed by two of the bundle vectors' three keys.</summary>
internal static class SampleBundle
{
    internal const long ValidUntil = 1_704_713_100;

    internal static WithdrawAction Withdrawal { get; } = new(
        ChainMarket.Account, 0, 250_000_000, Address.Parse("0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"));

    internal static ChainBinding Binding { get; } = new(
        31337,
        BundleVectors.Domain.VerifyingContract!.Value,
        Address.Parse("0x70997970c51812dc3a010c7d01b50e0d17dc79c8"),
        17,
        new Bytes32(1, 2, 3, 4),
        2,
        19_000_000,
        new Bytes32(5, 6, 7, 8),
        ValidUntil);

    internal static AttestedInputs Inputs { get; } = new(
        CurrentEngine.Identity,
        ChainMarket.Profile.Model.Enforceable(string.Empty),
        ChainMarket.Profile.Scenarios.Set,
        OneExpiry(ChainMarket.Committed),
        9,
        ChainMarket.Book(250_000_000_000, "240126-2400-C -40", "240126-2000-P -60", "240126-2250-P 15") with
        {
            Collateral = [new CollateralBalance(ChainMarket.Usdc, new Quantity(1_000_000_000_000))],
        });

    private static readonly Lazy<Bundle> Built = new(() => Sign(Draft(Inputs)));

    internal static Bundle Signed => Built.Value;

    internal static Bundle Draft(AttestedInputs inputs) => AttestationDraft.Create(
        inputs, Binding, BundleVectors.Committee, Purpose.Withdraw, Withdrawal.Hash(), Withdrawal);

    internal static Bundle Sign(Bundle draft)
    {
        Bytes32 digest = draft.Attestation.Digest(Binding.Domain);
        foreach (int index in new[] { 0, 2 })
        {
            using PrivateKey key = BundleVectors.Key(index);
            draft = draft.WithSignature(Binding.Domain, Secp256k1.Sign(digest, key));
        }

        return draft;
    }

    /// <summary>Other evidence, whose hash the attestation names: what a forger without keys makes.</summary>
    internal static Bundle Forged(Bundle bundle, BundleSection replaced, byte[] bytes, MarginAttestation attestation)
    {
        BundleEvidence evidence = new([.. Enumerable.Range(1, BundleEvidence.SectionCount).Select(number =>
            (BundleSection)number == replaced ? bytes : bundle.Evidence[(BundleSection)number])]);
        return new Bundle(
            evidence, attestation with { BundleHash = evidence.Hash() }, bundle.Signatures, bundle.Notes);
    }

    private static MarketSnapshot OneExpiry(MarketSnapshot market) => market with
    {
        Underlyings = [.. market.Underlyings.Select(static underlying => underlying with
        {
            TodayVolatility = new Volatility(Ratio.One / 2),
            Expiries = [.. underlying.Expiries.Where(static expiry => expiry.Expiry.Seconds == 1_706_256_000)],
        })],
    };
}
